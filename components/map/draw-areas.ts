import type { TileRectangle } from "@/lib/geo/rectangle";
import type { GridFrame } from "./draw-cells";

/** A block of the grid with an outline and a name. */
export type AreaOutline = TileRectangle & {
  /** null: nobody's. */
  colour: string | null;
  name: string | null;
  isOwn: boolean;
};

const lineHeightPx = 16;
/** A name is left out where its block is narrower; CSS pixels. */
const narrowestNamedPx = 48;
/** Blocks of nobody are left out where they would be no more than lines; CSS pixels. */
const smallestFreePx = 12;

/** Outlines of work areas, with the names of who holds them. */
export function drawAreas(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  outlines: readonly AreaOutline[],
): void {
  context.save();
  // One's own last: its line lies over those of its neighbours.
  for (const outline of [...outlines].sort(byWeight)) drawOutline(context, frame, outline);
  context.restore();
}

function byWeight(one: AreaOutline, other: AreaOutline): number {
  const weight = ({ colour, isOwn }: AreaOutline) => (isOwn ? 2 : colour === null ? 0 : 1);
  return weight(one) - weight(other);
}

function drawOutline(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  { row, col, rows, cols, colour, name, isOwn }: AreaOutline,
): void {
  const left = frame.leftPx + col * frame.cellWidthPx;
  const top = frame.topPx + row * frame.cellHeightPx;
  const width = cols * frame.cellWidthPx;
  const height = rows * frame.cellHeightPx;
  const isOut =
    row >= frame.endRow ||
    col >= frame.endCol ||
    row + rows <= frame.firstRow ||
    col + cols <= frame.firstCol;
  if (isOut) return;
  const px = frame.pixelRatio;
  const isFree = colour === null;
  if (isFree && Math.min(width, height) < smallestFreePx * px) return;
  const line = (isOwn ? 3 : isFree ? 1 : 2) * px;
  context.setLineDash(isFree ? [4 * px, 4 * px] : []);
  // A pale edge under the line: seen on dark and on light imagery alike.
  context.strokeStyle = "rgba(255,255,255,0.7)";
  context.lineWidth = line + 2 * px;
  if (!isFree) strokeInside(context, left, top, width, height, line);
  context.strokeStyle = colour ?? "rgba(255,255,255,0.9)";
  context.lineWidth = line;
  strokeInside(context, left, top, width, height, line);
  context.setLineDash([]);
  if (name && colour && width > narrowestNamedPx * px) {
    drawName(context, name, colour, { left, top, width, px });
  }
}

/** Within the block, so that neighbours have their lines side by side. */
function strokeInside(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  line: number,
): void {
  context.strokeRect(left + line / 2, top + line / 2, width - line, height - line);
}

function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  colour: string,
  { left, top, width, px }: { left: number; top: number; width: number; px: number },
): void {
  context.font = `600 ${11 * px}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const most = width - 16 * px;
  const textWidth = Math.min(most, context.measureText(name).width);
  const height = lineHeightPx * px;
  context.fillStyle = colour;
  context.fillRect(left, top, textWidth + 8 * px, height);
  context.fillStyle = "#ffffff";
  context.fillText(name, left + 4 * px, top + height / 2, most);
}
