import type { Standing } from "@/lib/contracts/opinions";
import { standsThere } from "@/lib/tile-standing";
import type { GridFrame } from "./draw-cells";

/** Smaller tiles have no room for a corner; CSS pixels. */
const smallestCellPx = 8;

type Corner = { colour: string; standing: Standing; at: "left" | "right" };

/** Corners of tiles by where they stand: what somebody has to look at is seen, the rest is not. */
const corners: readonly Corner[] = [
  { colour: "#ffb300", standing: "flagged", at: "left" },
  { colour: "#b388ff", standing: "in_review", at: "right" },
  { colour: "#ff5252", standing: "returned", at: "right" },
];

/** Only tiles on screen are looked at, and each colour is one path. */
export function drawStatuses(
  context: CanvasRenderingContext2D,
  frame: GridFrame,
  statuses: Uint8Array,
): void {
  const { cols, leftPx, topPx, cellWidthPx, cellHeightPx, pixelRatio } = frame;
  if (cellWidthPx < smallestCellPx * pixelRatio) return;
  const side = Math.min(14 * pixelRatio, Math.max(5 * pixelRatio, cellWidthPx * 0.3));
  for (const { colour, standing, at } of corners) {
    context.beginPath();
    for (let row = frame.firstRow; row < frame.endRow; row += 1) {
      for (let col = frame.firstCol; col < frame.endCol; col += 1) {
        const byte = statuses[row * cols + col] as number;
        if (byte === 0 || !standsThere(byte, standing)) continue;
        const top = topPx + row * cellHeightPx;
        const left = leftPx + col * cellWidthPx;
        const x = at === "left" ? left : left + cellWidthPx;
        context.moveTo(x, top);
        context.lineTo(at === "left" ? x + side : x - side, top);
        context.lineTo(x, top + side);
        context.closePath();
      }
    }
    context.fillStyle = colour;
    context.fill();
    context.lineJoin = "miter";
    context.strokeStyle = "rgba(0,0,0,0.75)";
    context.lineWidth = pixelRatio;
    context.stroke();
  }
}
