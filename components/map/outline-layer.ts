import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";
import { apply } from "ol/transform";
import type { GridGeometry } from "./scene-geometry";

/** More outlines than this only make a grey area, and cost the frame. */
const mostOutlines = 20_000;

/** Frames around some tiles of a grid; drawn anew in every frame of the map. */
export class OutlineLayer extends Layer {
  readonly #geometry: GridGeometry;
  readonly #canvas = document.createElement("canvas");
  readonly #element = document.createElement("div");
  #cells: Int32Array = new Int32Array();

  constructor(geometry: GridGeometry) {
    super({});
    this.#geometry = geometry;
    this.#element.className = "outline-layer";
    this.#element.style.cssText = "position:absolute;inset:0;pointer-events:none";
    this.#canvas.style.cssText = "position:absolute;left:0;top:0;width:100%;height:100%";
    this.#element.append(this.#canvas);
  }

  /** @param cells In rising order. */
  setCells(cells: Int32Array): void {
    this.#cells = cells;
    this.changed();
  }

  override render(frame: FrameState | null): HTMLElement {
    if (!frame) return this.#element;
    this.rendered = true;
    const { size, pixelRatio } = frame;
    const [width, height] = [size?.[0] ?? 0, size?.[1] ?? 0];
    this.#canvas.width = Math.round(width * pixelRatio);
    this.#canvas.height = Math.round(height * pixelRatio);
    const context = this.#canvas.getContext("2d");
    if (context && this.#cells.length > 0) {
      context.scale(pixelRatio, pixelRatio);
      this.#draw(context, frame, width, height);
    }
    return this.#element;
  }

  #draw(context: CanvasRenderingContext2D, frame: FrameState, width: number, height: number): void {
    const { originX, originY, cellWidth, cellHeight, cols, rows } = this.#geometry;
    const [left, top] = apply(frame.coordinateToPixelTransform, [originX, originY]) as [
      number,
      number,
    ];
    const resolution = frame.viewState.resolution;
    const [cellW, cellH] = [cellWidth / resolution, cellHeight / resolution];
    const firstRow = Math.max(0, Math.floor(-top / cellH));
    const endRow = Math.min(rows, Math.ceil((height - top) / cellH));
    const firstCol = Math.max(0, Math.floor(-left / cellW));
    const endCol = Math.min(cols, Math.ceil((width - left) / cellW));
    context.beginPath();
    let count = 0;
    for (let row = firstRow; row < endRow && count < mostOutlines; row += 1) {
      let at = firstAtLeast(this.#cells, row * cols + firstCol);
      for (; at < this.#cells.length && count < mostOutlines; at += 1) {
        const col = (this.#cells[at] as number) - row * cols;
        if (col >= endCol) break;
        context.rect(left + col * cellW, top + row * cellH, cellW, cellH);
        count += 1;
      }
    }
    context.lineJoin = "miter";
    for (const [colour, lineWidth] of [
      ["rgba(0,0,0,0.75)", 3.5],
      ["#ff7a1a", 1.75],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = cellW < 6 ? lineWidth / 2 : lineWidth;
      context.stroke();
    }
  }
}

/** The first place of a rising list whose number is not smaller. */
function firstAtLeast(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
