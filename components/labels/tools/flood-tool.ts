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

/** What tiles look like: per shown channel 0 (dark) to 1 (bright), one number per tile. */
export type TileLooks = {
  channels: readonly Float32Array[];
  /** 0: the tile holds no imagery. */
  valid: Uint8Array;
};

const [unseen, different, alike] = [0, 1, 2];

/**
 * The tiles that hang together with one (over edges, not corners) and look like it: in every channel
 * on screen their mean differs from that tile's by at most `tolerance` of the range from dark to
 * bright. Compared with the first tile, not from neighbour to neighbour: a slow change of colour
 * does not lead away from what was pointed at.
 */
export function similarCells(
  looks: TileLooks,
  { rows, cols }: GridSize,
  from: number,
  tolerance: number,
): Cells {
  if (looks.valid[from] !== 1) return noCells;
  const wanted = looks.channels.map((channel) => channel[from] as number);
  // A hair more, so that equal tiles are alike whatever rounding did to them.
  const reach = tolerance + 1e-6;
  const state = new Uint8Array(rows * cols);
  const found = new Int32Array(rows * cols);
  let count = 0;
  const look = (cell: number) => {
    if (state[cell] !== unseen) return;
    state[cell] = different;
    if (looks.valid[cell] !== 1) return;
    for (let channel = 0; channel < wanted.length; channel += 1) {
      const value = (looks.channels[channel] as Float32Array)[cell] as number;
      if (Math.abs(value - (wanted[channel] as number)) > reach) return;
    }
    state[cell] = alike;
    found[count] = cell;
    count += 1;
  };
  look(from);
  for (let next = 0; next < count; next += 1) {
    const cell = found[next] as number;
    const col = cell % cols;
    if (col > 0) look(cell - 1);
    if (col < cols - 1) look(cell + 1);
    if (cell >= cols) look(cell - cols);
    if (cell < (rows - 1) * cols) look(cell + cols);
  }
  // In reading order: a look at every tile is quicker than sorting those found.
  const cells = new Int32Array(count);
  for (let cell = 0, at = 0; at < count; cell += 1) {
    if (state[cell] !== alike) continue;
    cells[at] = cell;
    at += 1;
  }
  return cells;
}

/** Paints the tiles around the pointer that look alike; they are shown before the click. */
export class FloodTool implements Tool {
  readonly name = "flood";
  readonly #size: GridSize;
  readonly #looks: TileLooks | null;
  readonly #tolerance: number;
  #seed = -1;
  #cells = noCells;
  #pressed: ToolPoint | null = null;

  /** @param looks null while they are being read: nothing is alike yet. */
  constructor(size: GridSize, looks: TileLooks | null, tolerance: number) {
    this.#size = size;
    this.#looks = looks;
    this.#tolerance = tolerance;
  }

  get phase(): ToolPhase {
    return this.#pressed ? "pointing" : "idle";
  }

  get cells(): Cells {
    return this.#cells;
  }

  get preview(): ToolPreview {
    return this.#cells.length > 0 ? { shape: "cells", cells: this.#cells } : null;
  }

  hover(point: ToolPoint | null): boolean {
    const seed = point?.inside ? cellOf(point.tile, this.#size) : -1;
    if (seed === this.#seed) return false;
    this.#seed = seed;
    this.#cells =
      seed >= 0 && this.#looks
        ? similarCells(this.#looks, this.#size, seed, this.#tolerance)
        : noCells;
    return true;
  }

  press(point: ToolPoint): void {
    if (!point.inside) return;
    this.hover(point);
    this.#pressed = point;
  }

  /** What was pointed at stays: a hand that trembles onto the next tile means the first. */
  move(_point: ToolPoint): void {}

  release(point: ToolPoint): Cells | null {
    const pressed = this.#pressed;
    const cells = this.#cells;
    this.cancel();
    return pressed && isSameSpot(pressed, point) && cells.length > 0 ? cells : null;
  }

  cancel(): void {
    this.#pressed = null;
    this.#seed = -1;
    this.#cells = noCells;
  }
}
