import { tilePlaces } from "@/lib/contracts/opinions";
import { tileIndex } from "@/lib/geo/grid";
import { isFlagged, placeIn } from "@/lib/tile-standing";
import { decodePlane } from "../label-plane";

export type StatusCounts = { flagged: number; inReview: number; returnedToYou: number };

/** Where the tiles of one scene stand, as one person knows it; no React in here. */
export class TileStatuses {
  /** One byte per tile, as in the contract. The same array for its whole life. */
  readonly plane: Uint8Array;
  readonly #gridCols: number;
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #hasMarks = false;
  #counts: StatusCounts = { flagged: 0, inReview: 0, returnedToYou: 0 };

  constructor(gridRows: number, gridCols: number) {
    this.plane = new Uint8Array(gridRows * gridCols);
    this.#gridCols = gridCols;
  }

  /** Goes up with every change. */
  version = (): number => this.#version;
  /** Is there anything that the map marks? */
  hasMarks = (): boolean => this.#hasMarks;
  counts = (): StatusCounts => this.#counts;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** All of them anew. */
  replace(bytes: Uint8Array): void {
    this.plane.set(bytes.subarray(0, this.plane.length));
    this.#changed();
  }

  /** The same from what the server sends. */
  replaceText(base64: string): void {
    this.replace(decodePlane(base64));
  }

  /** @param edits [row, col, byte]. */
  patch(edits: readonly (readonly [number, number, number])[]): void {
    for (const [row, col, byte] of edits) {
      const cell = tileIndex({ row, col }, this.#gridCols);
      if (cell < this.plane.length) this.plane[cell] = byte;
    }
    this.#changed();
  }

  /** The next tile after a place that was returned to whoever looks, going round; null: none. */
  nextReturned(from: number): number | null {
    for (let step = 1; step <= this.plane.length; step += 1) {
      const cell = (from + step) % this.plane.length;
      if (placeIn(this.plane[cell] as number) === tilePlaces.returnedToYou) return cell;
    }
    return null;
  }

  #changed(): void {
    const counts = { flagged: 0, inReview: 0, returnedToYou: 0 };
    for (const byte of this.plane) {
      if (byte === 0) continue;
      if (isFlagged(byte)) counts.flagged += 1;
      if (placeIn(byte) === tilePlaces.inReview) counts.inReview += 1;
      if (placeIn(byte) === tilePlaces.returnedToYou) counts.returnedToYou += 1;
    }
    this.#counts = counts;
    this.#hasMarks = this.plane.some((byte) => byte !== 0 && byte !== tilePlaces.accepted);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
