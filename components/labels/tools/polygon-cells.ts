import type { Cells, GridSize } from "./tool";

/**
 * A place on the grid, in tiles: (0, 0) is its outer upper left corner, so the middle of the first
 * tile is (0.5, 0.5). Rows go south.
 */
export type GridPoint = { row: number; col: number };

/** Where edges cross the middles of the rows, row after row, from left to right. */
type Crossings = {
  /** Place of each row's first crossing in `cols`; one more entry ends the last row. */
  starts: Int32Array;
  cols: Float64Array;
  /** 1 down, -1 up. */
  turns: Int8Array;
};

/**
 * The tiles whose middles a closed line surrounds, row by row. Where the line crosses itself, every
 * tile that it goes around counts (non-zero winding): the loops of a hand leave no holes.
 *
 * Works row by row on the crossings of the edges, so the time is that of the tiles found plus that
 * of the edges; a test of every tile against every edge would be their product.
 */
export function cellsInPolygon(points: readonly GridPoint[], { rows, cols }: GridSize): Cells {
  const crossings = findCrossings(points, rows);
  const spans: number[] = [];
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    let winding = 0;
    const end = crossings.starts[row + 1] as number;
    for (let at = crossings.starts[row] as number; at < end - 1; at += 1) {
      winding += crossings.turns[at] as number;
      if (winding === 0) continue;
      const from = Math.max(0, firstMiddle(crossings.cols[at] as number));
      const to = Math.min(cols, firstMiddle(crossings.cols[at + 1] as number));
      if (to <= from) continue;
      spans.push(row * cols + from, to - from);
      count += to - from;
    }
  }
  const cells = new Int32Array(count);
  let at = 0;
  for (let span = 0; span < spans.length; span += 2) {
    const from = spans[span] as number;
    const length = spans[span + 1] as number;
    for (let cell = from; cell < from + length; cell += 1, at += 1) cells[at] = cell;
  }
  return cells;
}

/** The first row (or column) whose middle is not before a place. */
function firstMiddle(place: number): number {
  return Math.ceil(place - 0.5);
}

function findCrossings(points: readonly GridPoint[], rows: number): Crossings {
  const starts = new Int32Array(rows + 1);
  visitCrossings(points, rows, (row) => {
    starts[row + 1] = (starts[row + 1] as number) + 1;
  });
  for (let row = 0; row < rows; row += 1) {
    starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  }
  const count = starts[rows] as number;
  const cols = new Float64Array(count);
  const turns = new Int8Array(count);
  const ends = starts.slice();
  visitCrossings(points, rows, (row, col, turn) => {
    const start = starts[row] as number;
    let at = ends[row] as number;
    ends[row] = at + 1;
    // Rows have few crossings: each is put in its place at once.
    for (; at > start && (cols[at - 1] as number) > col; at -= 1) {
      cols[at] = cols[at - 1] as number;
      turns[at] = turns[at - 1] as number;
    }
    cols[at] = col;
    turns[at] = turn;
  });
  return { starts, cols, turns };
}

/** Calls `visit` for every row whose middle an edge crosses; the line closes itself. */
function visitCrossings(
  points: readonly GridPoint[],
  rows: number,
  visit: (row: number, col: number, turn: number) => void,
): void {
  for (let index = 0; index < points.length; index += 1) {
    const from = points[index] as GridPoint;
    const to = points[(index + 1) % points.length] as GridPoint;
    if (from.row === to.row) continue;
    const turn = to.row > from.row ? 1 : -1;
    const first = Math.max(0, firstMiddle(Math.min(from.row, to.row)));
    const end = Math.min(rows, firstMiddle(Math.max(from.row, to.row)));
    const slope = (to.col - from.col) / (to.row - from.row);
    for (let row = first; row < end; row += 1) {
      visit(row, from.col + (row + 0.5 - from.row) * slope, turn);
    }
  }
}
