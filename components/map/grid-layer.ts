import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";
import {
  boxOfCells,
  boxOfChange,
  type DirtyBox,
  frameWithin,
  joinBoxes,
  wholeCanvas,
} from "./dirty-box";
import { drawCells, type GridFrame, gridFrame, type PredictionPlane } from "./draw-cells";
import { drawMarks, type Marks, noMarks } from "./draw-marks";
import { Gliding } from "./gliding";
import { type Palette, PlaneCanvas } from "./plane-canvas";
import type { GridGeometry } from "./scene-geometry";

/** How the grid is shown; opacities from 0 to 1. */
export type GridStyle = {
  labelOpacity: number;
  labelsVisible: boolean;
  gridLinesVisible: boolean;
  predictionOpacity: number;
};

/**
 * Draws something over the labels and under the cursor, on the grid's own canvas. Called for every
 * part that is drawn anew, with that part as the clip.
 */
export type GridPainter = (context: CanvasRenderingContext2D, frame: GridFrame) => void;

/**
 * Labels, predictions, cursor and previews of one scene's grid, on a canvas over the imagery.
 *
 * One byte per tile, never one feature per tile: a million tiles draw in one scaled copy. Edits and
 * cursor moves redraw this canvas alone; the imagery under it is not drawn again.
 */
export class GridLayer extends Layer {
  readonly geometry: GridGeometry;
  readonly #element: HTMLDivElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #gliding = new Gliding();
  #labels: PlaneCanvas | null = null;
  #prediction: PlaneCanvas | null = null;
  #style: GridStyle;
  readonly #painters = new Set<GridPainter>();
  #marks: Marks = noMarks;
  #frame: GridFrame | null = null;
  /** What the next frame draws anew. */
  #dirty: DirtyBox | null = null;
  #request = 0;

  constructor(geometry: GridGeometry, style: GridStyle) {
    super({});
    this.geometry = geometry;
    this.#style = style;
    this.#element = document.createElement("div");
    this.#element.className = "grid-layer";
    this.#element.style.cssText = "position:absolute;inset:0;pointer-events:none";
    // One canvas for cells and marks: the browser blends every one more over the whole map.
    this.#canvas = document.createElement("canvas");
    this.#canvas.style.cssText = "position:absolute;left:0;top:0";
    this.#element.append(this.#canvas);
  }

  /** Shows a plane; it is kept, so that later edits only need `repaintCells`. */
  setLabels(plane: Uint8Array, palette: Palette): void {
    this.#labels = new PlaneCanvas(plane, this.geometry.rows, this.geometry.cols, palette);
    this.#schedule();
  }

  /** Tells that any of the plane's bytes may have changed. */
  repaintAll(): void {
    this.#labels?.repaint();
    this.#schedule();
  }

  /** Tells that the plane's bytes at these places changed. */
  repaintCells(cells: ArrayLike<number>): void {
    this.#labels?.repaintCells(cells);
    if (this.#frame) this.#schedule(boxOfCells(this.#frame, cells, this.geometry.cols));
  }

  setPrediction(prediction: PredictionPlane | null): void {
    const { rows, cols } = this.geometry;
    this.#prediction = prediction
      ? new PlaneCanvas(prediction.plane, rows, cols, prediction.palette)
      : null;
    this.#schedule();
  }

  setGridStyle(style: GridStyle): void {
    this.#style = style;
    this.#schedule();
  }

  setMarks(marks: Partial<Marks>): void {
    const before = this.#marks;
    this.#marks = { ...before, ...marks };
    if (!this.#frame) return;
    // Under a moving map the tile below the pointer means nothing; it is drawn when the map rests.
    const isHoverOnly = Object.keys(marks).every(
      (mark) => mark === "hover" || mark === "brushRadius",
    );
    if (isHoverOnly && this.#gliding.isMoving) return;
    this.#schedule(boxOfChange(this.#frame, before, this.#marks));
  }

  /**
   * A place for what else is shown on the grid. Everything that draws shares this canvas, because
   * without a graphics card each further one costs several milliseconds of every frame.
   */
  addPainter(painter: GridPainter): {
    repaint: (cells?: ArrayLike<number>) => void;
    remove(): void;
  } {
    this.#painters.add(painter);
    this.#schedule();
    return {
      repaint: (cells) => {
        const { cols } = this.geometry;
        this.#schedule(cells && this.#frame ? boxOfCells(this.#frame, cells, cols) : undefined);
      },
      remove: () => {
        this.#painters.delete(painter);
        this.#schedule();
      },
    };
  }

  override render(frameState: FrameState | null): HTMLElement {
    if (!frameState) return this.#element;
    this.rendered = true;
    const plan = this.#gliding.plan(frameState);
    if (plan) {
      this.#resize(plan);
      this.#frame = gridFrame(plan, this.geometry);
      this.#draw(wholeCanvas(this.#frame));
    }
    this.#gliding.place(this.#canvas, frameState);
    return this.#element;
  }

  protected override disposeInternal(): void {
    cancelAnimationFrame(this.#request);
    super.disposeInternal();
  }

  #resize({ size, pixelRatio }: FrameState): void {
    const [width, height] = size as [number, number];
    const [widthPx, heightPx] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
    if (this.#canvas.width !== widthPx) this.#canvas.width = widthPx;
    if (this.#canvas.height !== heightPx) this.#canvas.height = heightPx;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
  }

  /** @param box What changed on the canvas; everything unless told. */
  #schedule(box = this.#frame && wholeCanvas(this.#frame)): void {
    this.#dirty = joinBoxes(this.#dirty, box);
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      if (this.#dirty) this.#draw(this.#dirty);
    });
  }

  #draw(box: DirtyBox): void {
    const context = this.#canvas.getContext("2d");
    if (!this.#frame || !context) return;
    this.#dirty = null;
    const { left, top, right, bottom } = box;
    const frame = frameWithin(this.#frame, box);
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.clearRect(left, top, right - left, bottom - top);
    drawCells(context, frame, this.geometry, {
      labels: this.#labels?.canvas ?? null,
      prediction: this.#prediction?.canvas ?? null,
      style: this.#style,
    });
    for (const paint of this.#painters) {
      context.save();
      paint(context, frame);
      context.restore();
    }
    drawMarks(context, frame, this.#marks);
    context.restore();
  }
}
