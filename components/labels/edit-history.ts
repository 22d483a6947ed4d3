/** One act of a person: tiles, what they were, and what they became. Undone and redone as a whole. */
export type Act = {
  cells: Int32Array;
  before: Uint8Array;
  after: Uint8Array;
  batchIds: string[];
};

const actsKept = 500;

/** Undo and redo over whole acts. A new act ends what could be redone. */
export class EditHistory {
  #done: Act[] = [];
  #undone: Act[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  add(act: Act): void {
    this.#done.push(act);
    if (this.#done.length > actsKept) this.#done.shift();
    this.#undone = [];
  }

  takeUndo(): Act | null {
    const act = this.#done.pop() ?? null;
    if (act) this.#undone.push(act);
    return act;
  }

  takeRedo(): Act | null {
    const act = this.#undone.pop() ?? null;
    if (act) this.#done.push(act);
    return act;
  }

  /** A refused batch never happened: its act can be neither undone nor redone. */
  forget(batchId: string): void {
    const others = (act: Act) => !act.batchIds.includes(batchId);
    this.#done = this.#done.filter(others);
    this.#undone = this.#undone.filter(others);
  }
}

/**
 * What of an act can be undone or redone: a tile that somebody changed since is theirs, so only tiles
 * that still are as the act left them (`expected`) get the byte that is wanted.
 */
export function stillAsLeft(
  plane: Uint8Array,
  cells: Int32Array,
  expected: Uint8Array,
  wanted: Uint8Array,
): { cells: Int32Array; bytes: Uint8Array } {
  const places: number[] = [];
  cells.forEach((cell, place) => {
    if (plane[cell] === expected[place] && plane[cell] !== wanted[place]) places.push(place);
  });
  return {
    cells: Int32Array.from(places, (place) => cells[place] as number),
    bytes: Uint8Array.from(places, (place) => wanted[place] as number),
  };
}
