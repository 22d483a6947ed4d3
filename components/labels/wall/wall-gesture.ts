/** What a pointer does to the chips of a wall: a click turns one over, a drag or Shift takes a range. */
export type GestureRange = { from: number; to: number; picked: boolean };

export class WallGesture {
  #range: GestureRange | null = null;

  /** The chips that the unfinished gesture goes over. */
  get range(): GestureRange | null {
    return this.#range;
  }

  /**
   * @param anchor Place that Shift counts from.
   * @param isPicked Is the pressed chip picked out already? A drag from it puts chips back.
   */
  press(place: number, keys: { shift: boolean }, anchor: number | null, isPicked: boolean): void {
    this.#range =
      keys.shift && anchor !== null
        ? { from: anchor, to: place, picked: true }
        : { from: place, to: place, picked: !isPicked };
  }

  move(place: number): void {
    if (this.#range) this.#range = { ...this.#range, to: place };
  }

  /** @returns The range that is now done; null when nothing was pressed. */
  release(): GestureRange | null {
    const range = this.#range;
    this.#range = null;
    return range;
  }

  cancel(): void {
    this.#range = null;
  }
}

export function placesOf(range: { from: number; to: number }): { first: number; end: number } {
  return { first: Math.min(range.from, range.to), end: Math.max(range.from, range.to) + 1 };
}
