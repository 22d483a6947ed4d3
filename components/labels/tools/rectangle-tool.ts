import {
  isSameSpot,
  type Tile,
  type Tool,
  type ToolPhase,
  type ToolPoint,
  type ToolPreview,
} from "./tool";

/** All tiles between two corners, both included, row by row. */
export function rectangleTiles(one: Tile, other: Tile): Tile[] {
  const [top, bottom] = [Math.min(one.row, other.row), Math.max(one.row, other.row)];
  const [left, right] = [Math.min(one.col, other.col), Math.max(one.col, other.col)];
  const tiles: Tile[] = [];
  for (let row = top; row <= bottom; row += 1) {
    for (let col = left; col <= right; col += 1) tiles.push({ row, col });
  }
  return tiles;
}

/** Paints the tiles of a rectangle, dragged from corner to corner. */
export class RectangleTool implements Tool {
  readonly name = "rectangle";
  #start: ToolPoint | null = null;
  #end: ToolPoint | null = null;

  get phase(): ToolPhase {
    if (!this.#start || !this.#end) return "idle";
    return isSameSpot(this.#start, this.#end) ? "pointing" : "dragging";
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

  release(point: ToolPoint): readonly Tile[] | null {
    const start = this.#start;
    this.cancel();
    return start ? rectangleTiles(start.tile, point.tile) : null;
  }

  cancel(): void {
    this.#start = null;
    this.#end = null;
  }
}
