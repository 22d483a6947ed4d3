import { unlabelled } from "./label-plane";

/** What an act would do, told before it is done. */
export type ActTally = {
  /** Tiles it covers. */
  tiles: number;
  /** Of these: without a label now. */
  unlabelled: number;
  /** Labelled otherwise: their label would change or go. */
  changing: number;
  /** As the act wants them already. */
  same: number;
};

/**
 * Counts what giving `cells` a byte (0 clears) would do.
 *
 * @param tileCount Cells from here on hold no tile (the end of a contact sheet).
 */
export function tallyAct(
  plane: Uint8Array,
  cells: ArrayLike<number>,
  byte: number,
  tileCount = plane.length,
): ActTally {
  const tally = { tiles: 0, unlabelled: 0, changing: 0, same: 0 };
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] as number;
    if (cell >= tileCount) continue;
    tally.tiles += 1;
    const present = plane[cell] as number;
    if (present === byte) tally.same += 1;
    else if (present === unlabelled) tally.unlabelled += 1;
    else tally.changing += 1;
  }
  return tally;
}
