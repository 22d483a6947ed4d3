/** Reads something again and again, whenever somebody asks, but never twice at once. */
export class RepeatedReading {
  readonly #read: () => Promise<void>;
  #present: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param read Must not reject: who asks hears only that it is done. */
  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** Reads; once more after a reading that is under way, which may be too old for who asks now. */
  async now(): Promise<void> {
    if (this.#present) {
      this.#again = true;
      return this.#present;
    }
    this.#present = this.#read();
    await this.#present;
    this.#present = null;
    if (!this.#again) return;
    this.#again = false;
    await this.now();
  }

  /** Resolves when nothing is being read. */
  async settled(): Promise<void> {
    await this.#present;
  }

  /**
   * Reads after a while, if that is still wanted then; asked again before that, it stays with the
   * first time.
   */
  soon(delayMs: number, isWanted: () => boolean): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (isWanted()) void this.now();
    }, delayMs);
  }

  /** Forgets what was asked for and has not begun. */
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#again = false;
  }
}
