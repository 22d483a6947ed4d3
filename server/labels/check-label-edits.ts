import type { LabelEdit } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import type { LabelClass, LabelGrid } from "./queries";

/**
 * Turns edits into one class per tile, the last edit of a tile winning.
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
        `Tile row ${row}, column ${col} is outside scene "${grid.sceneName}", which has ${grid.gridRows} rows and ${grid.gridCols} columns, counted from 0.`,
        { hint: "Nothing of this batch was saved. Leave that tile out and send it again." },
      );
    }
    if (grid.isChips && index >= grid.tileCount) {
      throw new AppError(
        "invalid_input",
        `Tile row ${row}, column ${col} of "${grid.sceneName}" is empty: the sheet holds ${grid.tileCount} chips.`,
        { hint: "Nothing of this batch was saved. Leave that tile out and send it again." },
      );
    }
    if (classId !== null) checkClass(classId, row, col, classes);
    wanted.set(index, classId);
  }
  return wanted;
}

function checkClass(
  classId: string,
  row: number,
  col: number,
  classes: ReadonlyMap<string, LabelClass>,
): void {
  const known = classes.get(classId);
  if (!known) {
    throw new AppError(
      "invalid_input",
      `Tile row ${row}, column ${col} cannot take class ${classId}: this project has no such class.`,
      { hint: "Read the project's classes again and use one of their ids." },
    );
  }
  if (known.archived) {
    throw new AppError(
      "invalid_input",
      `Tile row ${row}, column ${col} cannot take class "${known.name}": it is archived.`,
      { hint: "Choose another class, or bring this one back in the project's settings." },
    );
  }
}
