import type { TileAddress } from "@/lib/geo/grid";
import type { GridFrame } from "./draw-cells";
import type { Marks } from "./draw-marks";

/** A part of the canvas to be drawn anew; whole device pixels, right and bottom exclusive. */
export type DirtyBox = { left: number; top: number; right: number; bottom: number };

/** Frames of marks reach this far beyond their tiles; CSS pixels. */
const marksReachPx = 12;

export function joinBoxes(one: DirtyBox | null, other: DirtyBox | null): DirtyBox | null {
  if (!one || !other) return one ?? other;
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

export function wholeCanvas(frame: GridFrame): DirtyBox {
  return { left: 0, top: 0, right: frame.widthPx, bottom: frame.heightPx };
}

/** A box around more cells than this is hardly smaller than the map, and costs more than it spares. */
const mostCellsBoxed = 5000;

/** Where these cells (row * cols + col) are drawn. */
export function boxOfCells(
  frame: GridFrame,
  cells: ArrayLike<number>,
  cols: number,
): DirtyBox | null {
  if (cells.length > mostCellsBoxed) return wholeCanvas(frame);
  let box: DirtyBox | null = null;
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] as number;
    const tile = { row: Math.floor(cell / cols), col: cell % cols };
    box = joinBoxes(box, boxOfTiles(frame, tile, tile, 0));
  }
  return box;
}

/** Where these marks, but for picked tiles, are drawn; null when there are none. */
export function boxOfMarks(frame: GridFrame, marks: Marks): DirtyBox | null {
  let box: DirtyBox | null = null;
  const add = (from: TileAddress, to = from, radius = 0) => {
    box = joinBoxes(box, boxOfTiles(frame, from, to, radius));
  };
  if (marks.cursor) add(marks.cursor);
  if (marks.hover) add(marks.hover, marks.hover, marks.brushRadius ?? 0);
  const { preview } = marks;
  if (preview?.shape === "rectangle") add(preview.from, preview.to);
  else if (preview) return wholeCanvas(frame);
  return box;
}

/** What has to be drawn anew when marks change. */
export function boxOfChange(frame: GridFrame, before: Marks, after: Marks): DirtyBox | null {
  const box = joinBoxes(boxOfMarks(frame, before), boxOfMarks(frame, after));
  // They are many and rarely change: not drawn anew with every step of the pointer.
  if (before.picked === after.picked) return box;
  const [gone, come] = [before, after].map(({ picked }) => boxOfCells(frame, picked, frame.cols));
  return joinBoxes(box, joinBoxes(gone ?? null, come ?? null));
}

/** The frame with only the tiles that a box touches. */
export function frameWithin(frame: GridFrame, box: DirtyBox): GridFrame {
  const rowAt = (y: number) => (y - frame.topPx) / frame.cellHeightPx;
  const colAt = (x: number) => (x - frame.leftPx) / frame.cellWidthPx;
  // Some more on every side: colours are smoothed across the edges of a picture.
  const rows = 1 + Math.ceil(2 / frame.cellHeightPx);
  const cols = 1 + Math.ceil(2 / frame.cellWidthPx);
  return {
    ...frame,
    firstRow: Math.max(frame.firstRow, Math.floor(rowAt(box.top)) - rows),
    endRow: Math.min(frame.endRow, Math.ceil(rowAt(box.bottom)) + rows),
    firstCol: Math.max(frame.firstCol, Math.floor(colAt(box.left)) - cols),
    endCol: Math.min(frame.endCol, Math.ceil(colAt(box.right)) + cols),
  };
}

function boxOfTiles(
  frame: GridFrame,
  from: TileAddress,
  to: TileAddress,
  radiusTiles: number,
): DirtyBox {
  const reach = marksReachPx * frame.pixelRatio;
  const x = (col: number) => frame.leftPx + col * frame.cellWidthPx;
  const y = (row: number) => frame.topPx + row * frame.cellHeightPx;
  return {
    left: Math.floor(x(Math.min(from.col, to.col) - radiusTiles) - reach),
    top: Math.floor(y(Math.min(from.row, to.row) - radiusTiles) - reach),
    right: Math.ceil(x(Math.max(from.col, to.col) + 1 + radiusTiles) + reach),
    bottom: Math.ceil(y(Math.max(from.row, to.row) + 1 + radiusTiles) + reach),
  };
}
