import { type Affine, type MapPoint, scaleAffine, toMap, toPixel } from "./affine";
import { type Extent, extentOfPoints } from "./extent";

/** The tiles of a scene: squares of `tileSizePx` pixels from the upper left corner on. */
export interface TileGrid {
  /** Of the scene's pixels. */
  transform: Affine;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
}

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

/** Position in planes: row by row. */
export function tileIndex(grid: Pick<TileGrid, "gridCols">, { row, col }: TileAddress): number {
  return row * grid.gridCols + col;
}

export function tileOfIndex(grid: Pick<TileGrid, "gridCols">, index: number): TileAddress {
  return { row: Math.floor(index / grid.gridCols), col: index % grid.gridCols };
}

/** The transform of a raster with one pixel per tile. */
export function tileTransform(grid: Pick<TileGrid, "transform" | "tileSizePx">): Affine {
  return scaleAffine(grid.transform, grid.tileSizePx);
}

/** The tile under a point of the map; null outside the grid. */
export function tileAt(grid: TileGrid, point: MapPoint): TileAddress | null {
  const [col, row] = toPixel(tileTransform(grid), point).map(Math.floor) as [number, number];
  const isInside = row >= 0 && col >= 0 && row < grid.gridRows && col < grid.gridCols;
  return isInside ? { row, col } : null;
}

/** The corners of a tile: upper left, upper right, lower right, lower left. */
export function tileCorners(
  grid: Pick<TileGrid, "transform" | "tileSizePx">,
  { row, col }: TileAddress,
): [MapPoint, MapPoint, MapPoint, MapPoint] {
  const transform = tileTransform(grid);
  return [
    toMap(transform, [col, row]),
    toMap(transform, [col + 1, row]),
    toMap(transform, [col + 1, row + 1]),
    toMap(transform, [col, row + 1]),
  ];
}

export function tileCentre(
  grid: Pick<TileGrid, "transform" | "tileSizePx">,
  { row, col }: TileAddress,
): MapPoint {
  return toMap(tileTransform(grid), [col + 0.5, row + 0.5]);
}

export function tileExtent(
  grid: Pick<TileGrid, "transform" | "tileSizePx">,
  tile: TileAddress,
): Extent {
  return extentOfPoints(tileCorners(grid, tile));
}

/** Rows and columns of the tiles that a box of the map touches, both ends included; null for none. */
export function tilesInExtent(
  grid: TileGrid,
  [minX, minY, maxX, maxY]: Extent,
): { first: TileAddress; last: TileAddress } | null {
  const transform = tileTransform(grid);
  const corners: MapPoint[] = [
    [minX, minY],
    [minX, maxY],
    [maxX, minY],
    [maxX, maxY],
  ];
  const cells = corners.map((corner) => toPixel(transform, corner));
  const cols = cells.map(([col]) => col);
  const rows = cells.map(([, row]) => row);
  const first = {
    row: Math.max(0, Math.floor(Math.min(...rows))),
    col: Math.max(0, Math.floor(Math.min(...cols))),
  };
  const last = {
    row: Math.min(grid.gridRows, Math.ceil(Math.max(...rows))) - 1,
    col: Math.min(grid.gridCols, Math.ceil(Math.max(...cols))) - 1,
  };
  return first.row <= last.row && first.col <= last.col ? { first, last } : null;
}
