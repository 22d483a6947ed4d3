import type { LabelConflict } from "@/lib/contracts/labels";
import { tileIndex } from "@/lib/geo/grid";

/** The tiles that simply kept somebody else's label, and its byte; a class that is not known leaves 0. */
export function keptTiles(
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
