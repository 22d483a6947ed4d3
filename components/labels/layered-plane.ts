import { countBytes } from "./label-plane";

/**
 * The labels of a scene in two layers: what the server is known to have, and one's own unsent edits
 * on top. Every tile remembers the revision it was confirmed at, so acknowledgements and other
 * people's changes may arrive late, twice or in any order.
 */
export class LayeredPlane {
  /** What is shown: one byte per tile. The same array for ever. */
  readonly shown: Uint8Array;
  readonly #confirmed: Uint8Array;
  readonly #confirmedAt: Uint32Array;
  /** Which batch covers a tile, 0 for none: as arrays, because an act may cover a million tiles. */
  readonly #coveredBy: Float64Array;
  #coveredCount = 0;
  #latestRevision = 0;
  #counts: Uint32Array;

  constructor(tileCount: number) {
    this.shown = new Uint8Array(tileCount);
    this.#confirmed = new Uint8Array(tileCount);
    this.#confirmedAt = new Uint32Array(tileCount);
    this.#coveredBy = new Float64Array(tileCount);
    this.#counts = countBytes(this.shown);
  }

  /** Tiles per byte, as shown. A copy. */
  get counts(): Uint32Array {
    return this.#counts.slice();
  }

  get labelledCount(): number {
    return this.shown.length - (this.#counts[0] as number);
  }

  /** Lays unsent edits on top, but under those of a later batch. */
  cover(cells: ArrayLike<number>, bytes: ArrayLike<number>, order: number): void {
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as number;
      if (cell >= this.shown.length) continue;
      if ((this.#coveredBy[cell] as number) > order) continue;
      if (this.#coveredBy[cell] === 0) this.#coveredCount += 1;
      this.#coveredBy[cell] = order;
      this.#show(cell, bytes[at] as number);
    }
  }

  /**
   * Takes the edits of a batch off again: its tiles show what is confirmed, unless a later edit
   * covers them.
   *
   * @returns The tiles that look different now.
   */
  uncover(cells: ArrayLike<number>, order: number): number[] {
    const changed: number[] = [];
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] as number;
      if (this.#coveredBy[cell] !== order) continue;
      this.#coveredBy[cell] = 0;
      this.#coveredCount -= 1;
      if (this.#show(cell, this.#confirmed[cell] as number)) changed.push(cell);
    }
    return changed;
  }

  /**
   * Takes over what the server has, where nothing newer is known.
   *
   * @returns The tiles that look different now.
   */
  confirm(cells: ArrayLike<number>, bytes: ArrayLike<number>, revision: number): number[] {
    this.#latestRevision = Math.max(this.#latestRevision, revision);
    const changed: number[] = [];
    for (let at = 0; at < cells.length; at += 1) {
      const [cell, byte] = [cells[at] as number, bytes[at] as number];
      if (cell < 0 || cell >= this.shown.length) continue;
      if ((this.#confirmedAt[cell] as number) > revision) continue;
      this.#confirmedAt[cell] = revision;
      this.#confirmed[cell] = byte;
      if (this.#coveredBy[cell] === 0 && this.#show(cell, byte)) changed.push(cell);
    }
    return changed;
  }

  /** The same for all tiles at once; bytes that are missing count as unlabelled. */
  confirmAll(bytes: Uint8Array, revision: number): void {
    if (this.#coveredCount === 0 && revision >= this.#latestRevision) {
      // As it is when a scene is opened: nothing is newer, so the bytes are copied as a whole.
      this.#confirmed.fill(0);
      this.#confirmed.set(bytes.subarray(0, this.#confirmed.length));
      this.#confirmedAt.fill(revision);
      this.shown.set(this.#confirmed);
    } else {
      this.#confirmOneByOne(bytes, revision);
    }
    this.#latestRevision = Math.max(this.#latestRevision, revision);
    this.#counts = countBytes(this.shown);
  }

  #confirmOneByOne(bytes: Uint8Array, revision: number): void {
    for (let cell = 0; cell < this.shown.length; cell += 1) {
      if ((this.#confirmedAt[cell] as number) > revision) continue;
      this.#confirmedAt[cell] = revision;
      this.#confirmed[cell] = bytes[cell] ?? 0;
      if (this.#coveredBy[cell] === 0) this.shown[cell] = this.#confirmed[cell] as number;
    }
  }

  /** @returns Whether the tile looks different now. */
  #show(cell: number, byte: number): boolean {
    const before = this.shown[cell] as number;
    if (before === byte) return false;
    this.shown[cell] = byte;
    this.#counts[before] = (this.#counts[before] as number) - 1;
    this.#counts[byte] = (this.#counts[byte] as number) + 1;
    return true;
  }
}
