import type { GridFrame } from "./draw-cells";

/** Some people at a tile. */
export type PersonMark = { row: number; col: number; colour: string; names: readonly string[] };

/** A frame is never smaller than this; CSS pixels. */
const smallestFramePx = 10;
const tagHeightPx = 16;
const longestTagPx = 150;
const mostNames = 3;

/** The tiles that other people are at: a frame in their colour, with their names above it. */
export function drawPeople(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  marks: readonly PersonMark[],
): void {
  context.save();
  for (const mark of marks) drawMark(context, frame, mark);
  context.restore();
}

function drawMark(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  { row, col, colour, names }: PersonMark,
): void {
  const px = frame.pixelRatio;
  const width = Math.max(smallestFramePx * px, frame.cellWidthPx);
  const height = Math.max(smallestFramePx * px, frame.cellHeightPx);
  const left = frame.leftPx + (col + 0.5) * frame.cellWidthPx - width / 2;
  const top = frame.topPx + (row + 0.5) * frame.cellHeightPx - height / 2;
  if (left > frame.widthPx || top > frame.heightPx + tagHeightPx * px) return;
  if (left + width + longestTagPx * px < 0 || top + height < 0) return;
  // A pale edge on both sides: seen on dark and on light imagery alike.
  context.strokeStyle = "rgba(255,255,255,0.85)";
  context.lineWidth = 4 * px;
  context.strokeRect(left, top, width, height);
  context.strokeStyle = colour;
  context.lineWidth = 2 * px;
  context.strokeRect(left, top, width, height);
  drawTag(context, namesText(names), colour, { left: left - px, top: top - px, px });
}

function drawTag(
  context: CanvasRenderingContext2D,
  text: string,
  colour: string,
  { left, top, px }: { left: number; top: number; px: number },
): void {
  context.font = `600 ${11 * px}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const most = (longestTagPx - 8) * px;
  const width = Math.min(most, context.measureText(text).width) + 8 * px;
  const height = tagHeightPx * px;
  context.fillStyle = colour;
  context.fillRect(left, top - height, width, height);
  context.fillStyle = "#ffffff";
  context.fillText(text, left + 4 * px, top - height / 2, most);
}

/** "Ada, Bob, Cleo +2". */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} +${names.length - mostNames}` : shown;
}
