import type { Cells, GridSize, Tile, Tool, ToolPhase, ToolPoint, ToolPreview } from "./tool";

export const largestBrushRadius = 24;

/**
 * Tiles, relative to the middle one, whose centres lie within `radius` tiles, give or take a little
 * that makes small brushes rounder; 0 is one tile.
 */
export function brushTiles(radius: number): Tile[] {
  const tiles: Tile[] = [];
  const reach = Math.floor(radius);
  for (let row = 0 - reach; row <= reach; row += 1) {
    for (let col = 0 - reach; col <= reach; col += 1) {
      if (row * row + col * col <= radius * radius + 0.25) tiles.push({ row, col });
    }
  }
  return tiles;
}

/** Tiles on the way from one to the other, both included: fast strokes have no holes. */
export function tilesBetween(from: Tile, to: Tile): Tile[] {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.col - from.col));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = steps === 0 ? 0 : step / steps;
    return {
      row: Math.round(from.row + (to.row - from.row) * share),
      col: Math.round(from.col + (to.col - from.col) * share),
    };
  });
}

/** Paints every tile that a round brush touches between press and release. */
export class BrushTool implements Tool {
  readonly name = "brush";
  readonly #size: GridSize;
  readonly #shape: Tile[];
  #last: Tile | null = null;
  #moved = false;
  #touched = new Set<number>();

  constructor(size: GridSize, radius: number) {
    this.#size = size;
    this.#shape = brushTiles(radius);
  }

  get phase(): ToolPhase {
    if (!this.#last) return "idle";
    return this.#moved ? "dragging" : "pointing";
  }

  get cells(): Cells {
    return Int32Array.from(this.#touched);
  }

  get preview(): ToolPreview {
    return this.#last ? { shape: "cells", cells: this.cells } : null;
  }

  press(point: ToolPoint): void {
    if (!point.inside) return;
    this.#last = point.tile;
    this.#touch(point.tile);
  }

  move(point: ToolPoint): void {
    if (!this.#last) return;
    if (point.tile.row === this.#last.row && point.tile.col === this.#last.col) return;
    for (const tile of tilesBetween(this.#last, point.tile)) this.#touch(tile);
    this.#last = point.tile;
    this.#moved = true;
  }

  release(point: ToolPoint): Cells | null {
    if (!this.#last) return null;
    this.move(point);
    const { cells } = this;
    this.cancel();
    return cells;
  }

  cancel(): void {
    this.#last = null;
    this.#moved = false;
    this.#touched = new Set();
  }

  #touch(centre: Tile): void {
    for (const offset of this.#shape) {
      const row = centre.row + offset.row;
      const col = centre.col + offset.col;
      if (row < 0 || col < 0 || row >= this.#size.rows || col >= this.#size.cols) continue;
      this.#touched.add(row * this.#size.cols + col);
    }
  }
}
