import type { FrameState } from "ol/Map";
import type { GridStyle } from "./grid-layer";
import type { Palette } from "./plane-canvas";
import type { GridGeometry } from "./scene-geometry";

export type PredictionPlane = { plane: Uint8Array; palette: Palette };

/** Where the grid lies on the canvas; device pixels. */
export type GridFrame = {
  widthPx: number;
  heightPx: number;
  pixelRatio: number;
  /** Columns of the whole grid. */
  cols: number;
  /** Canvas position of the grid's upper left corner. */
  leftPx: number;
  topPx: number;
  cellWidthPx: number;
  cellHeightPx: number;
  /** Visible tiles: rows [firstRow, endRow), columns [firstCol, endCol). */
  firstRow: number;
  endRow: number;
  firstCol: number;
  endCol: number;
};

/** Below this a tile is too small to carry lines, frames or two colours. CSS pixels. */
export const smallestDetailedCellPx = 8;

export function gridFrame(frameState: FrameState, grid: GridGeometry): GridFrame {
  const { viewState, size, pixelRatio } = frameState;
  const perUnit = pixelRatio / viewState.resolution;
  const [width, height] = size as [number, number];
  const widthPx = Math.round(width * pixelRatio);
  const heightPx = Math.round(height * pixelRatio);
  const leftPx = (grid.originX - (viewState.center[0] as number)) * perUnit + widthPx / 2;
  const topPx = ((viewState.center[1] as number) - grid.originY) * perUnit + heightPx / 2;
  const cellWidthPx = grid.cellWidth * perUnit;
  const cellHeightPx = grid.cellHeight * perUnit;
  const within = (value: number, count: number) => Math.min(count, Math.max(0, value));
  return {
    widthPx,
    heightPx,
    pixelRatio,
    cols: grid.cols,
    leftPx,
    topPx,
    cellWidthPx,
    cellHeightPx,
    firstRow: within(Math.floor(-topPx / cellHeightPx), grid.rows),
    endRow: within(Math.ceil((heightPx - topPx) / cellHeightPx), grid.rows),
    firstCol: within(Math.floor(-leftPx / cellWidthPx), grid.cols),
    endCol: within(Math.ceil((widthPx - leftPx) / cellWidthPx), grid.cols),
  };
}

/** Is a tile large enough on screen for lines and two colours side by side? */
export function isDetailed(frame: GridFrame): boolean {
  return (
    Math.min(frame.cellWidthPx, frame.cellHeightPx) >= smallestDetailedCellPx * frame.pixelRatio
  );
}

/**
 * Draws predictions, labels and lines.
 *
 * With a prediction on screen a labelled tile shows both, side by side: the person's label as the
 * tile's frame, the model's class as its core; neither is ever painted over the other. Tiles too
 * small for that show the label alone where there is one.
 */
export function drawCells(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  grid: GridGeometry,
  what: {
    labels: HTMLCanvasElement | null;
    prediction: HTMLCanvasElement | null;
    style: GridStyle;
  },
): void {
  if (frame.endRow <= frame.firstRow || frame.endCol <= frame.firstCol) return;
  const { labels, prediction, style } = what;
  const showsLabels = labels !== null && style.labelsVisible && style.labelOpacity > 0;
  if (prediction && style.predictionOpacity > 0) {
    drawPlane(context, prediction, frame, style.predictionOpacity);
    if (showsLabels) drawLabelFrames(context, labels, frame, style.labelOpacity);
  } else if (showsLabels) {
    drawPlane(context, labels, frame, style.labelOpacity);
  }
  if (style.gridLinesVisible && isDetailed(frame)) drawLines(context, frame);
  drawOutline(context, frame, grid);
}

/** Copies the visible part of a picture of one pixel per tile, enlarged. */
function drawPlane(
  context: CanvasRenderingContext2D,
  plane: HTMLCanvasElement,
  frame: GridFrame,
  opacity: number,
): void {
  const cols = frame.endCol - frame.firstCol;
  const rows = frame.endRow - frame.firstRow;
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = frame.cellWidthPx < 1;
  context.drawImage(
    plane,
    frame.firstCol,
    frame.firstRow,
    cols,
    rows,
    frame.leftPx + frame.firstCol * frame.cellWidthPx,
    frame.topPx + frame.firstRow * frame.cellHeightPx,
    cols * frame.cellWidthPx,
    rows * frame.cellHeightPx,
  );
  context.globalAlpha = 1;
}

let scratch: HTMLCanvasElement | null = null;

function drawLabelFrames(
  context: CanvasRenderingContext2D,
  labels: HTMLCanvasElement,
  frame: GridFrame,
  opacity: number,
): void {
  scratch ??= document.createElement("canvas");
  scratch.width = frame.widthPx;
  scratch.height = frame.heightPx;
  const frames = scratch.getContext("2d");
  if (!frames) return;
  drawPlane(frames, labels, frame, 1);
  if (isDetailed(frame)) {
    frames.globalCompositeOperation = "destination-out";
    frames.fill(cores(frame));
    frames.globalCompositeOperation = "source-over";
  }
  context.globalCompositeOperation = "destination-out";
  context.drawImage(scratch, 0, 0);
  context.globalCompositeOperation = "source-over";
  // Frames are thin: they need more ink than a filled tile to be read at the same setting.
  context.globalAlpha = Math.min(1, opacity + 0.35);
  context.drawImage(scratch, 0, 0);
  context.globalAlpha = 1;
}

function cores(frame: GridFrame): Path2D {
  const inset = Math.max(2 * frame.pixelRatio, 0.2 * frame.cellWidthPx);
  const path = new Path2D();
  for (let row = frame.firstRow; row < frame.endRow; row += 1) {
    for (let col = frame.firstCol; col < frame.endCol; col += 1) {
      path.rect(
        frame.leftPx + col * frame.cellWidthPx + inset,
        frame.topPx + row * frame.cellHeightPx + inset,
        frame.cellWidthPx - 2 * inset,
        frame.cellHeightPx - 2 * inset,
      );
    }
  }
  return path;
}

/** One dark and one light line side by side are seen on any imagery. */
function drawLines(context: CanvasRenderingContext2D, frame: GridFrame): void {
  const top = frame.topPx + frame.firstRow * frame.cellHeightPx;
  const bottom = frame.topPx + frame.endRow * frame.cellHeightPx;
  const left = frame.leftPx + frame.firstCol * frame.cellWidthPx;
  const right = frame.leftPx + frame.endCol * frame.cellWidthPx;
  const cellPx = Math.min(frame.cellWidthPx, frame.cellHeightPx) / frame.pixelRatio;
  // Lines come in softly with size, so that zooming never flashes.
  const strength = Math.min(1, (cellPx - smallestDetailedCellPx) / 16 + 0.35);
  context.lineWidth = 1;
  for (const [shift, colour] of [
    [0, `rgba(0,0,0,${0.3 * strength})`],
    [1, `rgba(255,255,255,${0.2 * strength})`],
  ] as const) {
    context.beginPath();
    for (let col = frame.firstCol; col <= frame.endCol; col += 1) {
      const x = Math.round(frame.leftPx + col * frame.cellWidthPx) + shift - 0.5;
      context.moveTo(x, top);
      context.lineTo(x, bottom);
    }
    for (let row = frame.firstRow; row <= frame.endRow; row += 1) {
      const y = Math.round(frame.topPx + row * frame.cellHeightPx) + shift - 0.5;
      context.moveTo(left, y);
      context.lineTo(right, y);
    }
    context.strokeStyle = colour;
    context.stroke();
  }
}

function drawOutline(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  grid: GridGeometry,
): void {
  context.strokeStyle = "rgba(128,128,128,0.6)";
  context.lineWidth = frame.pixelRatio;
  context.strokeRect(
    frame.leftPx,
    frame.topPx,
    grid.cols * frame.cellWidthPx,
    grid.rows * frame.cellHeightPx,
  );
}
