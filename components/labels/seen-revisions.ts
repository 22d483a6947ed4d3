/** More than this far ahead of a gap, the labels are read anew anyway. */
const mostAhead = 10_000;

/**
 * Up to which revision a session has heard of every single change. Own acknowledgements overtake
 * what others did shortly before, so the newest revision says too much: an edit that names it would
 * claim to have seen labels that are still on their way.
 */
export class SeenRevisions {
  #whole = 0;
  readonly #ahead = new Set<number>();

  /** Everything up to here has been seen. */
  get whole(): number {
    return this.#whole;
  }

  /** A change arrived, or several that follow each other, the first of them `from`. */
  saw(revision: number, from = revision): void {
    for (let one = Math.max(from, this.#whole + 1); one <= revision; one += 1) {
      if (this.#ahead.size < mostAhead) this.#ahead.add(one);
    }
    while (this.#ahead.delete(this.#whole + 1)) this.#whole += 1;
  }

  /** All labels were read as they were at this revision. */
  readAll(revision: number): void {
    this.#whole = Math.max(this.#whole, revision);
    for (const one of this.#ahead) if (one <= this.#whole) this.#ahead.delete(one);
    while (this.#ahead.delete(this.#whole + 1)) this.#whole += 1;
  }
}
