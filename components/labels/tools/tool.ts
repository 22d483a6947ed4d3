import type { TileAddress } from "@/lib/geo/grid";

/** What a pointer does to tiles: one small machine per tool, Idle -> Pointing -> Dragging -> Idle. */

export type Tile = TileAddress;

/** Where the pointer is: the tile (the nearest one outside the grid) and CSS pixels on screen. */
export type ToolPoint = { tile: Tile; inside: boolean; xPx: number; yPx: number };

export type ToolPhase = "idle" | "pointing" | "dragging";

/** Tiles that the unfinished act would change. */
export type ToolPreview =
  | { shape: "tiles"; tiles: readonly Tile[] }
  | { shape: "rectangle"; from: Tile; to: Tile }
  | null;

export type ToolName = "click" | "brush" | "rectangle";

export interface Tool {
  readonly name: ToolName;
  readonly phase: ToolPhase;
  readonly preview: ToolPreview;
  press(point: ToolPoint): void;
  move(point: ToolPoint): void;
  /** @returns The tiles of the finished act; null when there was none. */
  release(point: ToolPoint): readonly Tile[] | null;
  /** Escape, or the pointer was taken away: nothing happened. */
  cancel(): void;
}

/** A hand is not a vice: this much movement still is a click. */
export const clickSlackPx = 5;

export function isSameSpot(one: ToolPoint, other: ToolPoint): boolean {
  return Math.hypot(one.xPx - other.xPx, one.yPx - other.yPx) <= clickSlackPx;
}
