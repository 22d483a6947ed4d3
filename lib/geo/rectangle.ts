/** A block of a grid: rows [row, row + rows), columns [col, col + cols). */
export interface TileRectangle {
  row: number;
  col: number;
  rows: number;
  cols: number;
}

export function isTileIn(
  rectangle: TileRectangle,
  { row, col }: { row: number; col: number },
): boolean {
  return (
    row >= rectangle.row &&
    row < rectangle.row + rectangle.rows &&
    col >= rectangle.col &&
    col < rectangle.col + rectangle.cols
  );
}

export function doOverlap(one: TileRectangle, other: TileRectangle): boolean {
  return (
    one.row < other.row + other.rows &&
    other.row < one.row + one.rows &&
    one.col < other.col + other.cols &&
    other.col < one.col + one.cols
  );
}

/** Tiles of a rectangle that hold imagery, and how many of them have a label. */
export function countTilesIn(
  rectangle: TileRectangle,
  plane: Uint8Array,
  grid: { gridCols: number; tileCount: number },
): { tileCount: number; labelledCount: number } {
  let tileCount = 0;
  let labelledCount = 0;
  for (let row = rectangle.row; row < rectangle.row + rectangle.rows; row += 1) {
    const start = row * grid.gridCols + rectangle.col;
    const end = Math.min(start + rectangle.cols, grid.tileCount);
    for (let cell = start; cell < end; cell += 1) {
      tileCount += 1;
      if (plane[cell] !== 0) labelledCount += 1;
    }
  }
  return { tileCount, labelledCount };
}
