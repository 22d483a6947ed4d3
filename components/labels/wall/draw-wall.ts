import { chipCorner, type WallLayout } from "./wall-layout";

/** Everything that one chip shows. */
export type ChipFace = {
  picture: ImageBitmap | null;
  /** Colour and name of the label; null: unlabelled. */
  label: { colour: string; name: string } | null;
  /** Colour of what the prediction says; null: nothing or not shown. */
  predicted: string | null;
  /** Highest probability, 0 to 1. */
  confidence: number | null;
  picked: boolean;
};

export type WallColours = { background: string; empty: string; accent: string };

/** From this size on a chip says its class in words. */
const namedFromPx = 112;

/** Draws the chips in view. @param pixelRatio Device pixels per CSS pixel. */
export function drawWall(
  context: CanvasRenderingContext2D,
  layout: WallLayout,
  view: { top: number; first: number; end: number; widthPx: number; pixelRatio: number },
  colours: WallColours,
  faceOf: (place: number) => ChipFace,
  cursorPlace: number | null,
): void {
  const { pixelRatio } = view;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = colours.background;
  context.fillRect(0, 0, view.widthPx, layout.viewPx);
  for (let place = view.first; place < view.end; place += 1) {
    const { xPx, yPx } = chipCorner(layout, view.top, place);
    drawChip(context, xPx, yPx, layout.chipPx, faceOf(place), colours);
  }
  if (cursorPlace !== null && cursorPlace >= view.first && cursorPlace < view.end) {
    const { xPx, yPx } = chipCorner(layout, view.top, cursorPlace);
    frame(context, xPx, yPx, layout.chipPx, "rgba(0,0,0,0.75)", 4, 0);
    frame(context, xPx, yPx, layout.chipPx, "#ffffff", 2, 0);
  }
}

function drawChip(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  face: ChipFace,
  colours: WallColours,
): void {
  context.fillStyle = colours.empty;
  context.fillRect(x, y, side, side);
  if (face.picture) {
    // Large pixels stay squares, as on the map; small ones are averaged.
    context.imageSmoothingEnabled = face.picture.width > side;
    context.imageSmoothingQuality = "medium";
    context.drawImage(face.picture, x, y, side, side);
  }
  if (face.label) drawLabel(context, x, y, side, face.label);
  if (face.predicted) drawPrediction(context, x, y, side, face.predicted, face.confidence);
  if (face.picked) {
    context.fillStyle = "rgba(0,0,0,0.35)";
    context.fillRect(x, y, side, side);
    frame(context, x, y, side, colours.accent, 4, -1);
    drawTick(context, x, y, side, colours.accent);
  }
}

function drawLabel(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  label: { colour: string; name: string },
): void {
  const isNamed = side >= namedFromPx;
  const height = isNamed ? 18 : 6;
  context.fillStyle = "rgba(0,0,0,0.55)";
  context.fillRect(x, y + side - height - 1, side, 1);
  context.fillStyle = label.colour;
  context.fillRect(x, y + side - height, side, height);
  if (!isNamed) return;
  context.font = "500 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.fillStyle = isDark(label.colour) ? "#ffffff" : "#000000";
  context.fillText(shorten(context, label.name, side - 10), x + 5, y + side - height / 2);
}

function drawPrediction(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  colour: string,
  confidence: number | null,
): void {
  const size = Math.max(8, Math.min(14, side / 7));
  context.fillStyle = "rgba(0,0,0,0.6)";
  context.fillRect(x + 3, y + 3, size + 2, size + 2);
  context.fillStyle = colour;
  context.fillRect(x + 4, y + 4, size, size);
  if (confidence === null || side < namedFromPx) return;
  const text = `${Math.round(confidence * 100)} %`;
  context.font = "500 11px system-ui, sans-serif";
  context.textBaseline = "middle";
  const width = context.measureText(text).width;
  context.fillStyle = "rgba(0,0,0,0.6)";
  context.fillRect(x + size + 5, y + 3, width + 8, size + 2);
  context.fillStyle = "#ffffff";
  context.fillText(text, x + size + 9, y + 4 + size / 2);
}

/** A small mark in the corner, so that being picked is not told by colour alone. */
function drawTick(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  accent: string,
): void {
  const size = Math.max(14, Math.min(20, side / 5));
  const [left, top] = [x + side - size - 4, y + 4];
  context.fillStyle = accent;
  context.beginPath();
  context.arc(left + size / 2, top + size / 2, size / 2, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(left + size * 0.28, top + size * 0.52);
  context.lineTo(left + size * 0.45, top + size * 0.7);
  context.lineTo(left + size * 0.74, top + size * 0.34);
  context.stroke();
}

function frame(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  colour: string,
  width: number,
  grow: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x - grow, y - grow, side + 2 * grow, side + 2 * grow);
}

function isDark(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (red ?? 0) * 0.299 + (green ?? 0) * 0.587 + (blue ?? 0) * 0.114 < 140;
}

/** The text, or its beginning and an ellipsis where it is wider than there is room. */
function shorten(context: CanvasRenderingContext2D, text: string, widthPx: number): string {
  if (context.measureText(text).width <= widthPx) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > widthPx) {
    length -= 1;
  }
  return `${text.slice(0, length)}…`;
}
