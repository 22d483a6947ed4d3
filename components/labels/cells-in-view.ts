import { unlabelled } from "./label-plane";
import { rectangleCells } from "./tools/rectangle-tool";
import type { Cells, GridSize, Tile } from "./tools/tool";

/**
 * The tiles between the panels that have no label yet.
 *
 * @param withImagery 0: the tile is empty and stays so; null: not known.
 */
export function cellsInViewToFill(
  map: { tilesInView(): [from: Tile, to: Tile] | null },
  plane: Uint8Array,
  grid: GridSize & { tileCount: number },
  withImagery: Uint8Array | null,
): Cells {
  const view = map.tilesInView();
  if (!view) return new Int32Array(0);
  return rectangleCells(...view, grid).filter(
    (cell) => cell < grid.tileCount && plane[cell] === unlabelled && withImagery?.[cell] !== 0,
  );
}
