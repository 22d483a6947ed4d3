import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import type { LabelGrid } from "../labels/queries";

/**
 * Tiles by index, each once.
 *
 * @throws AppError `invalid_input` naming the first tile that is not there.
 */
export function checkTiles(
  tiles: readonly { row: number; col: number }[],
  grid: LabelGrid,
): number[] {
  const found = new Set<number>();
  for (const { row, col } of tiles) {
    const index = tileIndex({ row, col }, grid.gridCols);
    if (row >= grid.gridRows || col >= grid.gridCols || index >= grid.tileCount) {
      const { sceneName, gridRows, gridCols } = grid;
      throw new AppError(
        "invalid_input",
        sentence("server.labels.outside", { row, col, sceneName, gridRows, gridCols }),
      );
    }
    found.add(index);
  }
  return [...found];
}
