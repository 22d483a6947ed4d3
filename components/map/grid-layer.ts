import Layer from "ol/layer/Layer";
import type { FrameState } from "ol/Map";
import { drawCells, type GridFrame, gridFrame, type PredictionPlane } from "./draw-cells";
import { drawMarks, type Marks, noMarks } from "./draw-marks";
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
 * Labels, predictions, cursor and previews of one scene's grid, on two canvases over the imagery.
 *
 * One byte per tile, never one feature per tile: a million tiles draw in one scaled copy. Edits and
 * cursor moves redraw these canvases alone; the imagery under them is not drawn again.
 */
export class GridLayer extends Layer {
  readonly geometry: GridGeometry;
  readonly #element: HTMLDivElement;
  readonly #cells: HTMLCanvasElement;
  readonly #marksCanvas: HTMLCanvasElement;
  #labels: PlaneCanvas | null = null;
  #prediction: PlaneCanvas | null = null;
  #style: GridStyle;
  #marks: Marks = noMarks;
  #frame: GridFrame | null = null;
  #cellsAreStale = false;
  #marksAreStale = false;
  #request = 0;

  constructor(geometry: GridGeometry, style: GridStyle) {
    super({});
    this.geometry = geometry;
    this.#style = style;
    this.#element = document.createElement("div");
    this.#element.className = "grid-layer";
    this.#element.style.cssText = "position:absolute;inset:0;pointer-events:none";
    this.#cells = document.createElement("canvas");
    this.#marksCanvas = document.createElement("canvas");
    for (const canvas of [this.#cells, this.#marksCanvas]) {
      canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%";
      this.#element.append(canvas);
    }
  }

  /** Shows a plane; it is kept, so that later edits only need `repaintCells`. */
  setLabels(plane: Uint8Array, palette: Palette): void {
    this.#labels = new PlaneCanvas(plane, this.geometry.rows, this.geometry.cols, palette);
    this.#redrawCells();
  }

  setLabelPalette(palette: Palette): void {
    this.#labels?.setPalette(palette);
    this.#redrawCells();
  }

  /** Tells that any of the plane's bytes may have changed. */
  repaintAll(): void {
    this.#labels?.repaint();
    this.#redrawCells();
  }

  /** Tells that the plane's bytes at these places changed. */
  repaintCells(cells: ArrayLike<number>): void {
    this.#labels?.repaintCells(cells);
    this.#redrawCells();
  }

  setPrediction(prediction: PredictionPlane | null): void {
    const { rows, cols } = this.geometry;
    this.#prediction = prediction
      ? new PlaneCanvas(prediction.plane, rows, cols, prediction.palette)
      : null;
    this.#redrawCells();
  }

  setGridStyle(style: GridStyle): void {
    this.#style = style;
    this.#redrawCells();
  }

  setMarks(marks: Partial<Marks>): void {
    this.#marks = { ...this.#marks, ...marks };
    this.#marksAreStale = true;
    this.#schedule();
  }

  override render(frameState: FrameState | null): HTMLElement {
    if (!frameState) return this.#element;
    this.rendered = true;
    this.#frame = gridFrame(frameState, this.geometry);
    for (const canvas of [this.#cells, this.#marksCanvas]) {
      const { widthPx, heightPx } = this.#frame;
      if (canvas.width !== widthPx) canvas.width = widthPx;
      if (canvas.height !== heightPx) canvas.height = heightPx;
    }
    this.#cellsAreStale = true;
    this.#marksAreStale = true;
    this.#draw();
    return this.#element;
  }

  protected override disposeInternal(): void {
    cancelAnimationFrame(this.#request);
    super.disposeInternal();
  }

  #redrawCells(): void {
    this.#cellsAreStale = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#draw();
    });
  }

  #draw(): void {
    if (!this.#frame) return;
    if (this.#cellsAreStale) {
      drawCells(this.#cells, this.#frame, this.geometry, {
        labels: this.#labels?.canvas ?? null,
        prediction: this.#prediction?.canvas ?? null,
        style: this.#style,
      });
      this.#cellsAreStale = false;
    }
    if (this.#marksAreStale) {
      drawMarks(this.#marksCanvas, this.#frame, this.#marks);
      this.#marksAreStale = false;
    }
  }
}
