import {
  type Cells,
  type GridSize,
  isSameSpot,
  noCells,
  type Tile,
  type Tool,
  type ToolPhase,
  type ToolPoint,
  type ToolPreview,
} from "./tool";

/** All tiles between two corners, both included, row by row. */
export function rectangleCells(one: Tile, other: Tile, { cols }: GridSize): Cells {
  const [top, bottom] = [Math.min(one.row, other.row), Math.max(one.row, other.row)];
  const [left, right] = [Math.min(one.col, other.col), Math.max(one.col, other.col)];
  const cells = new Int32Array((bottom - top + 1) * (right - left + 1));
  let at = 0;
  for (let row = top; row <= bottom; row += 1) {
    for (let col = left; col <= right; col += 1) {
      cells[at] = row * cols + col;
      at += 1;
    }
  }
  return cells;
}

/** Paints the tiles of a rectangle, dragged from corner to corner. */
export class RectangleTool implements Tool {
  readonly name = "rectangle";
  readonly #size: GridSize;
  #start: ToolPoint | null = null;
  #end: ToolPoint | null = null;

  constructor(size: GridSize) {
    this.#size = size;
  }

  get phase(): ToolPhase {
    if (!this.#start || !this.#end) return "idle";
    return isSameSpot(this.#start, this.#end) ? "pointing" : "dragging";
  }

  get cells(): Cells {
    if (!this.#start || !this.#end) return noCells;
    return rectangleCells(this.#start.tile, this.#end.tile, this.#size);
  }

  get preview(): ToolPreview {
    if (!this.#start || !this.#end) return null;
    return { shape: "rectangle", from: this.#start.tile, to: this.#end.tile };
  }

  press(point: ToolPoint): void {
    if (!point.inside) return;
    this.#start = point;
    this.#end = point;
  }

  move(point: ToolPoint): void {
    if (this.#start) this.#end = point;
  }

  release(point: ToolPoint): Cells | null {
    this.move(point);
    const cells = this.#start ? this.cells : null;
    this.cancel();
    return cells;
  }

  cancel(): void {
    this.#start = null;
    this.#end = null;
  }
}
