import {
  type Cells,
  cellOf,
  type GridSize,
  isSameSpot,
  noCells,
  type Tool,
  type ToolPhase,
  type ToolPoint,
} from "./tool";

/** One tile per click; a press that moves belongs to the map, which pans. */
export class ClickTool implements Tool {
  readonly name = "click";
  readonly preview = null;
  readonly cells = noCells;
  readonly #size: GridSize;
  #pressed: ToolPoint | null = null;
  #moved = false;

  constructor(size: GridSize) {
    this.#size = size;
  }

  get phase(): ToolPhase {
    if (!this.#pressed) return "idle";
    return this.#moved ? "dragging" : "pointing";
  }

  press(point: ToolPoint): void {
    this.#pressed = point;
    this.#moved = false;
  }

  move(point: ToolPoint): void {
    if (this.#pressed && !isSameSpot(this.#pressed, point)) this.#moved = true;
  }

  release(point: ToolPoint): Cells | null {
    const pressed = this.#pressed;
    const moved = this.#moved || (pressed !== null && !isSameSpot(pressed, point));
    this.cancel();
    return pressed && !moved && pressed.inside
      ? Int32Array.of(cellOf(pressed.tile, this.#size))
      : null;
  }

  cancel(): void {
    this.#pressed = null;
    this.#moved = false;
  }
}
