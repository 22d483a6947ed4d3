import { type Affine, type MapPoint, scaleAffine, toMap } from "./affine";

/** (row, col) of a tile, from 0 at the upper left. */
export interface TileAddress {
  row: number;
  col: number;
}

/** How many tiles cover a raster; the last row and column may reach over its edge. */
export function gridSize(
  widthPx: number,
  heightPx: number,
  tileSizePx: number,
): { gridRows: number; gridCols: number } {
  return {
    gridRows: Math.ceil(heightPx / tileSizePx),
    gridCols: Math.ceil(widthPx / tileSizePx),
  };
}

/** Position in planes and in the database: row by row. */
export function tileIndex({ row, col }: TileAddress, gridCols: number): number {
  return row * gridCols + col;
}

/** The tile at a position; see `tileIndex`. */
export function tileOfIndex(index: number, gridCols: number): TileAddress {
  return { row: Math.floor(index / gridCols), col: index % gridCols };
}

/**
 * The middle of a tile, also of a rotated grid.
 *
 * @param grid Transform of the scene's pixels, and how many of them a tile is wide and high.
 */
export function tileCentre(
  grid: { transform: Affine; tileSizePx: number },
  { row, col }: TileAddress,
): MapPoint {
  return toMap(scaleAffine(grid.transform, grid.tileSizePx), [col + 0.5, row + 0.5]);
}
