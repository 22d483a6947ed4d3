import type { LabelConflict } from "@/lib/contracts/labels";
import { tileIndex } from "@/lib/geo/grid";
import type { SentResult } from "./label-outbox";
import type { LayeredPlane } from "./layered-plane";

type Tiles = { cells: ArrayLike<number>; bytes: ArrayLike<number> };

/**
 * Lays the server's answer to a batch under what is shown: what was asked, what its author sees
 * instead, and what others had labelled unseen.
 *
 * @returns The tiles that look different now, and those that keep somebody else's label.
 */
export function takeAnswer(
  layers: LayeredPlane,
  asked: Tiles,
  result: SentResult,
  byteOfClass: ReadonlyMap<string, number>,
  gridCols: number,
): { changed: number[]; kept: number[] } {
  const { revision, repeated, corrected = [], conflicts = [] } = result;
  const changed: number[] = [];
  const confirm = ({ cells, bytes }: Tiles) => {
    for (const cell of layers.confirm(cells, bytes, revision)) changed.push(cell);
  };
  // The answer to a repeated batch carries today's revision, not the one it was applied at.
  if (!repeated) {
    confirm(asked);
    confirm({
      cells: corrected.map(([row, col]) => tileIndex({ row, col }, gridCols)),
      bytes: corrected.map(([, , byte]) => byte),
    });
  }
  const kept = keptTiles(conflicts, byteOfClass, gridCols);
  confirm(kept);
  return { changed, kept: kept.cells };
}

/** The tiles that simply kept somebody else's label; a class that is not known leaves 0. */
function keptTiles(
  conflicts: readonly LabelConflict[],
  byteOfClass: ReadonlyMap<string, number>,
  gridCols: number,
): { cells: number[]; bytes: number[] } {
  const cells: number[] = [];
  const bytes: number[] = [];
  for (const { classId, tiles, inReview } of conflicts) {
    if (inReview) continue;
    for (const [row, col] of tiles) {
      cells.push(tileIndex({ row, col }, gridCols));
      bytes.push(byteOfClass.get(classId) ?? 0);
    }
  }
  return { cells, bytes };
}
