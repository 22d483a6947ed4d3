/**
 * Events on their way to one reader. `next` waits; `return` ends a waiting `next` at once, which a
 * generator could not.
 */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #limit: number;
  readonly #onEnd: () => void;
  #items: T[] = [];
  /** Position of the next item; shifting an array would move all the others. */
  #head = 0;
  #waiting: ((result: IteratorResult<T, undefined>) => void) | null = null;
  #ended = false;

  constructor(limit: number, onEnd: () => void) {
    this.#limit = limit;
    this.#onEnd = onEnd;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Items that the reader has not taken yet. */
  get waitingCount(): number {
    return this.#items.length - this.#head;
  }

  /** @returns false when the reader is too slow: there is no room for the item. */
  push(item: T): boolean {
    if (this.#ended) return true;
    if (this.#waiting) {
      this.#waiting({ done: false, value: item });
      this.#waiting = null;
      return true;
    }
    if (this.#items.length - this.#head >= this.#limit) return false;
    this.#items.push(item);
    return true;
  }

  /** Forgets everything that waits and leaves only this item. */
  replaceAll(item: T): void {
    this.#clear();
    this.push(item);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#clear();
    this.#waiting?.({ done: true, value: undefined });
    this.#waiting = null;
    this.#onEnd();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const item = this.#items[this.#head];
    if (item !== undefined) {
      this.#head += 1;
      if (this.#head === this.#items.length) this.#clear();
      return Promise.resolve({ done: false, value: item });
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(): Promise<IteratorResult<T, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
