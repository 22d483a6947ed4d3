import type { TileAddress } from "@/lib/geo/grid";
import type { GridFrame } from "./draw-cells";

/** Tiles that an unfinished act will change; points of a polygon are in tiles from the grid's corner. */
export type Preview = { colour: string | null } & (
  | { shape: "cells"; cells: ArrayLike<number> }
  | { shape: "rectangle"; from: TileAddress; to: TileAddress }
  | { shape: "polygon"; points: readonly { row: number; col: number }[] }
);

/** What lies over the labels for a moment; nothing here is stored. */
export type Marks = {
  cursor: TileAddress | null;
  hover: TileAddress | null;
  /** Radius of the brush around `hover`, in tiles; null for other tools. */
  brushRadius: number | null;
  preview: Preview | null;
  /** Tiles that are picked out: row * cols + col. */
  picked: ArrayLike<number>;
};

export const noMarks: Marks = {
  cursor: null,
  hover: null,
  brushRadius: null,
  preview: null,
  picked: [],
};

export function drawMarks(context: CanvasRenderingContext2D, frame: GridFrame, marks: Marks): void {
  if (marks.picked.length > 0) drawPicked(context, frame, marks.picked);
  if (marks.preview) drawPreview(context, frame, marks.preview);
  if (marks.hover) {
    if (marks.brushRadius !== null) drawBrush(context, frame, marks.hover, marks.brushRadius);
    else frameTiles(context, frame, marks.hover, marks.hover, 1);
  }
  if (marks.cursor) frameTiles(context, frame, marks.cursor, marks.cursor, 2);
}

function boxOf(frame: GridFrame, from: TileAddress, to: TileAddress) {
  const left = frame.leftPx + Math.min(from.col, to.col) * frame.cellWidthPx;
  const top = frame.topPx + Math.min(from.row, to.row) * frame.cellHeightPx;
  const width = (Math.abs(to.col - from.col) + 1) * frame.cellWidthPx;
  const height = (Math.abs(to.row - from.row) + 1) * frame.cellHeightPx;
  return { left, top, width, height };
}

/** A white frame with a dark edge on either side: visible on snow and on water alike. */
function frameTiles(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  from: TileAddress,
  to: TileAddress,
  widthCssPx: number,
): void {
  const box = boxOf(frame, from, to);
  const line = widthCssPx * frame.pixelRatio;
  // A tile smaller than its frame still gets a frame that can be seen.
  const grow = Math.max(0, (8 * frame.pixelRatio - box.width) / 2) * (widthCssPx > 1 ? 1 : 0);
  context.lineJoin = "miter";
  context.strokeStyle = "rgba(0,0,0,0.75)";
  context.lineWidth = line + 2 * frame.pixelRatio;
  strokeBox(context, box, grow);
  context.strokeStyle = widthCssPx > 1 ? "#ffffff" : "rgba(255,255,255,0.8)";
  context.lineWidth = line;
  strokeBox(context, box, grow);
}

function strokeBox(
  context: CanvasRenderingContext2D,
  box: { left: number; top: number; width: number; height: number },
  grow: number,
): void {
  context.strokeRect(box.left - grow, box.top - grow, box.width + 2 * grow, box.height + 2 * grow);
}

/** Below this, picked tiles are a veil: their frames would be all there is. CSS pixels. */
const smallestFramedPx = 4;

/** One path for all of them: thousands of tiles are two strokes. */
function drawPicked(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  picked: ArrayLike<number>,
): void {
  context.beginPath();
  if (Math.min(frame.cellWidthPx, frame.cellHeightPx) < smallestFramedPx * frame.pixelRatio) {
    addRuns(context, frame, picked);
    context.fillStyle = "rgba(255,213,74,0.6)";
    context.fill();
    return;
  }
  for (let at = 0; at < picked.length; at += 1) {
    const row = Math.floor((picked[at] as number) / frame.cols);
    const col = (picked[at] as number) - row * frame.cols;
    const isOutside =
      row < frame.firstRow || row >= frame.endRow || col < frame.firstCol || col >= frame.endCol;
    if (isOutside) continue;
    const { left, top, width, height } = boxOf(frame, { row, col }, { row, col });
    context.rect(left, top, width, height);
  }
  context.fillStyle = "rgba(0,0,0,0.3)";
  context.fill();
  context.lineJoin = "miter";
  for (const [colour, width] of [
    ["rgba(0,0,0,0.75)", 4],
    ["#ffd54a", 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * frame.pixelRatio;
    context.stroke();
  }
}

function drawBrush(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  centre: TileAddress,
  radius: number,
): void {
  for (const [colour, width] of [
    ["rgba(0,0,0,0.75)", 3],
    ["rgba(255,255,255,0.9)", 1],
  ] as const) {
    context.beginPath();
    context.ellipse(
      frame.leftPx + (centre.col + 0.5) * frame.cellWidthPx,
      frame.topPx + (centre.row + 0.5) * frame.cellHeightPx,
      (radius + 0.5) * frame.cellWidthPx,
      (radius + 0.5) * frame.cellHeightPx,
      0,
      0,
      2 * Math.PI,
    );
    context.strokeStyle = colour;
    context.lineWidth = width * frame.pixelRatio;
    context.stroke();
  }
}

function drawPreview(context: CanvasRenderingContext2D, frame: GridFrame, preview: Preview): void {
  context.globalAlpha = 0.55;
  context.fillStyle = preview.colour ?? "rgba(255,255,255,0.65)";
  if (preview.shape === "rectangle") {
    const box = boxOf(frame, preview.from, preview.to);
    context.fillRect(box.left, box.top, box.width, box.height);
    context.globalAlpha = 1;
    frameTiles(context, frame, preview.from, preview.to, 1);
    return;
  }
  if (preview.shape === "polygon") {
    drawPolygon(context, frame, preview.points);
    return;
  }
  context.beginPath();
  addRuns(context, frame, preview.cells);
  context.fill();
  context.globalAlpha = 1;
}

/** The line, and what it surrounds once it is closed. */
function drawPolygon(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  points: readonly { row: number; col: number }[],
): void {
  context.beginPath();
  for (const { row, col } of points) {
    context.lineTo(frame.leftPx + col * frame.cellWidthPx, frame.topPx + row * frame.cellHeightPx);
  }
  context.fill("nonzero");
  context.globalAlpha = 1;
  context.lineJoin = "round";
  context.strokeStyle = "rgba(0,0,0,0.75)";
  context.lineWidth = 3 * frame.pixelRatio;
  context.stroke();
  context.strokeStyle = "#ffffff";
  context.lineWidth = frame.pixelRatio;
  context.stroke();
}

/** Tiles side by side are one box: a wide region of a million tiles is a few thousand boxes. */
function addRuns(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  cells: ArrayLike<number>,
): void {
  const { cols, leftPx, topPx, cellWidthPx, cellHeightPx } = frame;
  for (let at = 0; at < cells.length; ) {
    const first = cells[at] as number;
    const row = Math.floor(first / cols);
    const endOfRow = (row + 1) * cols;
    let next = first + 1;
    at += 1;
    while (at < cells.length && cells[at] === next && next < endOfRow) {
      next += 1;
      at += 1;
    }
    if (row < frame.firstRow || row >= frame.endRow) continue;
    context.rect(
      leftPx + (first - row * cols) * cellWidthPx,
      topPx + row * cellHeightPx,
      (next - first) * cellWidthPx,
      cellHeightPx,
    );
  }
}
