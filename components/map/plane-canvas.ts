import { parseColour } from "./ramps";

/** A colour for each byte of a plane, ready to be stored as one 32-bit number (little endian RGBA). */
export type Palette = Uint32Array;

/** Byte 0 stays transparent; byte `index + 1` gets the class's colour. */
export function classPalette(classes: readonly { index: number; colour: string }[]): Palette {
  const palette = new Uint32Array(256);
  for (const { index, colour } of classes) {
    const [red, green, blue] = parseColour(colour);
    palette[index + 1] = packColour(red, green, blue, 255);
  }
  return palette;
}

export function packColour(red: number, green: number, blue: number, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * A plane of one byte per tile as a picture of one pixel per tile. The browser scales it up in one
 * call however many tiles there are; an edit repaints only the tiles it changed.
 */
export class PlaneCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #pixel: ImageData;
  readonly #rows: number;
  readonly #cols: number;
  readonly #palette: Palette;
  readonly #plane: Uint8Array;

  constructor(plane: Uint8Array, rows: number, cols: number, palette: Palette) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = cols;
    this.canvas.height = rows;
    const context = this.canvas.getContext("2d", { willReadFrequently: false });
    if (!context) throw new Error("The browser gives no canvas.");
    this.#context = context;
    this.#pixel = context.createImageData(1, 1);
    this.#rows = rows;
    this.#cols = cols;
    this.#plane = plane;
    this.#palette = palette;
    this.repaint();
  }

  repaint(): void {
    this.#paint(0, 0, this.#rows, this.#cols);
  }

  /** Repaints the changed tiles: one by one while they are few, else the rectangle around them. */
  repaintCells(cells: ArrayLike<number>): void {
    if (cells.length <= 16) {
      const colour = new Uint32Array(this.#pixel.data.buffer);
      for (let i = 0; i < cells.length; i += 1) {
        const cell = cells[i] as number;
        colour[0] = this.#palette[this.#plane[cell] as number] as number;
        this.#context.putImageData(this.#pixel, cell % this.#cols, Math.floor(cell / this.#cols));
      }
      return;
    }
    let [top, left, bottom, right] = [this.#rows, this.#cols, -1, -1];
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] as number;
      const row = Math.floor(cell / this.#cols);
      const col = cell - row * this.#cols;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, col);
      right = Math.max(right, col);
    }
    if (bottom >= top) this.#paint(top, left, bottom - top + 1, right - left + 1);
  }

  #paint(top: number, left: number, height: number, width: number): void {
    const image = this.#context.createImageData(width, height);
    const colours = new Uint32Array(image.data.buffer);
    for (let row = 0, to = 0; row < height; row += 1) {
      let from = (top + row) * this.#cols + left;
      for (let col = 0; col < width; col += 1, from += 1, to += 1) {
        colours[to] = this.#palette[this.#plane[from] as number] as number;
      }
    }
    this.#context.putImageData(image, left, top);
  }
}
