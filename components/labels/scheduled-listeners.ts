/** Listeners that are told once, however often something changed meanwhile. */
export class ScheduledListeners {
  readonly #listeners = new Set<() => void>();
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

  changed(): void {
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
