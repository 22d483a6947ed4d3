import type { LabelEdit } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import type { LabelClass, LabelGrid } from "./queries";

/**
 * Turns edits into one class per tile, the last edit of a tile winning. Who worked offline while a
 * class was merged has given its tiles to the class that took over.
 *
 * @returns Class id, or null to clear, by tile index.
 * @throws AppError `invalid_input` naming the first tile that cannot be labelled so.
 */
export function checkLabelEdits(
  edits: readonly LabelEdit[],
  grid: LabelGrid,
  classes: ReadonlyMap<string, LabelClass>,
): Map<number, string | null> {
  const wanted = new Map<number, string | null>();
  for (const { row, col, classId } of edits) {
    const index = tileIndex({ row, col }, grid.gridCols);
    if (row >= grid.gridRows || col >= grid.gridCols) {
      throw new AppError(
        "invalid_input",
        sentence("server.labels.outside", {
          row,
          col,
          sceneName: grid.sceneName,
          gridRows: grid.gridRows,
          gridCols: grid.gridCols,
        }),
      );
    }
    if (grid.isChips && index >= grid.tileCount) {
      throw new AppError(
        "invalid_input",
        sentence("server.labels.emptyCell", {
          row,
          col,
          sceneName: grid.sceneName,
          tileCount: grid.tileCount,
        }),
      );
    }
    wanted.set(index, classId === null ? null : getTaker(classId, row, col, classes));
  }
  return wanted;
}

/** The class itself, or the one it was merged into, and so on. */
function getTaker(
  classId: string,
  row: number,
  col: number,
  classes: ReadonlyMap<string, LabelClass>,
): string {
  let takerId = classId;
  let known = classes.get(classId);
  for (let turn = 0; known?.mergedIntoId !== undefined && turn < classes.size; turn += 1) {
    takerId = known.mergedIntoId;
    known = classes.get(takerId);
  }
  if (!known) {
    throw new AppError(
      "invalid_input",
      sentence("server.labels.noSuchClass", { row, col, classId }),
    );
  }
  if (known.archived) {
    throw new AppError(
      "invalid_input",
      sentence("server.labels.classArchived", { row, col, name: known.name }),
    );
  }
  return takerId;
}
