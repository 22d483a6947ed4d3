/**
 * Listeners that are told once, however often something changed meanwhile: together, when it is a good
 * moment for them to draw. Eager ones are told of every change at once.
 */
export class ScheduledListeners {
  readonly #listeners = new Set<() => void>();
  readonly #eager = new Set<() => void>();
  readonly #schedule: ((tell: () => void) => void) | undefined;
  #waiting = false;

  /** @param schedule When to tell them; default: at once. */
  constructor(schedule: ((tell: () => void) => void) | undefined) {
    this.#schedule = schedule;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  subscribeAtOnce(listener: () => void): () => void {
    this.#eager.add(listener);
    return () => this.#eager.delete(listener);
  }

  changed(): void {
    for (const listener of this.#eager) listener();
    if (!this.#schedule) {
      this.#tell();
    } else if (!this.#waiting) {
      this.#waiting = true;
      this.#schedule(() => this.#tell());
    }
  }

  #tell(): void {
    this.#waiting = false;
    for (const listener of this.#listeners) listener();
  }
}
