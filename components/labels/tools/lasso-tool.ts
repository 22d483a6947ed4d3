import { cellsInPolygon, type GridPoint } from "./polygon-cells";
import {
  type Cells,
  cellOf,
  type GridSize,
  isSameSpot,
  noCells,
  type Tool,
  type ToolPhase,
  type ToolPoint,
  type ToolPreview,
} from "./tool";

/** A line keeps a point this far from the last one; a hand draws no finer. */
const pointDistancePx = 2;

/** Paints the tiles whose middles lie inside a line drawn by hand; a click paints its one tile. */
export class LassoTool implements Tool {
  readonly name = "lasso";
  readonly #size: GridSize;
  #start: ToolPoint | null = null;
  #last: ToolPoint | null = null;
  #moved = false;
  #line: GridPoint[] = [];

  constructor(size: GridSize) {
    this.#size = size;
  }

  get phase(): ToolPhase {
    if (!this.#start) return "idle";
    return this.#moved ? "dragging" : "pointing";
  }

  get cells(): Cells {
    if (!this.#start) return noCells;
    if (this.#moved) return cellsInPolygon(this.#line, this.#size);
    return this.#start.inside ? Int32Array.of(cellOf(this.#start.tile, this.#size)) : noCells;
  }

  get preview(): ToolPreview {
    return this.#start ? { shape: "polygon", points: this.#line } : null;
  }

  /** May begin outside the grid: what lies at its edge is surrounded best from there. */
  press(point: ToolPoint): void {
    this.#start = point;
    this.#last = point;
    this.#line = [point.at];
  }

  move(point: ToolPoint): void {
    if (!this.#start || !this.#last) return;
    if (!isSameSpot(this.#start, point)) this.#moved = true;
    const { xPx, yPx } = this.#last;
    if (Math.hypot(point.xPx - xPx, point.yPx - yPx) < pointDistancePx) return;
    this.#line.push(point.at);
    this.#last = point;
  }

  release(point: ToolPoint): Cells | null {
    if (!this.#start) return null;
    this.move(point);
    const { cells } = this;
    this.cancel();
    return cells;
  }

  cancel(): void {
    this.#start = null;
    this.#last = null;
    this.#moved = false;
    this.#line = [];
  }
}
