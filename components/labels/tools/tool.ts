import type { TileAddress } from "@/lib/geo/grid";
import type { GridPoint } from "./polygon-cells";

/** What a pointer does to tiles: one small machine per tool, Idle -> Pointing -> Dragging -> Idle. */

export type Tile = TileAddress;

export type GridSize = { rows: number; cols: number };

/** Where the pointer is. */
export type ToolPoint = {
  /** The tile; outside the grid the nearest one. */
  tile: Tile;
  inside: boolean;
  /** The place itself in tiles, also outside the grid. */
  at: GridPoint;
  /** CSS pixels on screen. */
  xPx: number;
  yPx: number;
};

export type ToolPhase = "idle" | "pointing" | "dragging";

/** How the unfinished act is drawn. */
export type ToolPreview =
  | { shape: "cells"; cells: ArrayLike<number> }
  | { shape: "rectangle"; from: Tile; to: Tile }
  | { shape: "polygon"; points: readonly GridPoint[] }
  | null;

export const toolNames = ["click", "brush", "rectangle", "lasso", "flood"] as const;
export type ToolName = (typeof toolNames)[number];

/** Tiles are given by their place in the plane: row * cols + col. */
export type Cells = Int32Array<ArrayBuffer>;

export const noCells: Cells = new Int32Array(0);

export interface Tool {
  readonly name: ToolName;
  readonly phase: ToolPhase;
  readonly preview: ToolPreview;
  /** Tiles that the act would change if it ended now. */
  readonly cells: Cells;
  press(point: ToolPoint): void;
  move(point: ToolPoint): void;
  /** The pointer moves without a press; null: it left the map. @returns Does the preview change? */
  hover?(point: ToolPoint | null): boolean;
  /** @returns The tiles of the finished act; null when there was none. */
  release(point: ToolPoint): Cells | null;
  /** Escape, or the pointer was taken away: nothing happened. */
  cancel(): void;
}

/** A hand is not a vice: this much movement still is a click. */
export const clickSlackPx = 5;

export function isSameSpot(one: ToolPoint, other: ToolPoint): boolean {
  return Math.hypot(one.xPx - other.xPx, one.yPx - other.yPx) <= clickSlackPx;
}

export function cellOf({ row, col }: Tile, { cols }: GridSize): number {
  return row * cols + col;
}
