import type { BandRecipe } from "@/lib/contracts/run-spec";
import type { Reference } from "../references/reference";
import { type Block, type BlockSource, openSceneFile, type SceneFile } from "./block-source";

/** What is read of a scene: its grid, and how its values are chosen. */
export interface TileGrid {
  rasterPath: string;
  /** Where the raster lies when it is not at that path. */
  reference?: Reference | null;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
  /** Cells from here on are empty: the end of a contact sheet. */
  tileCount: number;
  dtype: string;
  nodata: number | null;
  recipe: Pick<BandRecipe, "bands" | "low">;
}

/** Part of a tile row, as float32 planes that a model's input is cut out of. */
export interface Stripe {
  /** First tile row and column, and how many there are. */
  row: number;
  rowCount: number;
  col: number;
  colCount: number;
  widthPx: number;
  heightPx: number;
  /** Chosen bands, one after another: [bands][heightPx][widthPx]. */
  values: Float32Array;
  /** 1 where at least one chosen band has data. */
  valid: Uint8Array;
}

/** Memory of a stripe's values; wider scenes are read in several stripes beside each other. */
const maxStripeBytes = 64 * 1024 * 1024;

/** Reads a scene stripe by stripe; blocks that two stripes share are decoded once where they follow. */
export class SceneTiles {
  readonly #file: SceneFile;
  readonly #grid: TileGrid;
  readonly #low: number[];
  readonly #blocks = new Map<string, { block: Promise<Block>; bottomPx: number }>();

  private constructor(grid: TileGrid, file: SceneFile) {
    this.#grid = grid;
    this.#file = file;
    this.#low = grid.recipe.low.map((low) => toStored(low, grid.dtype));
  }

  static async open(grid: TileGrid): Promise<SceneTiles> {
    return new SceneTiles(grid, await openSceneFile(grid.rasterPath, grid.reference));
  }

  /** Waits for reads that are under way: the file must not go away beneath them. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#blocks.values()].map((one) => one.block));
    this.#blocks.clear();
    await this.#file.tiff.close();
  }

  /** The stripes that cover the grid, in an order that lets blocks be decoded once. */
  planStripes(): Pick<Stripe, "row" | "rowCount" | "col" | "colCount">[] {
    const { tileSizePx, gridRows, gridCols, recipe } = this.#grid;
    const { blockHeightPx, blockWidthPx } = this.#file.pixels;
    const rowsAtOnce = Math.max(1, Math.floor(blockHeightPx / tileSizePx));
    const pixelsWide = maxStripeBytes / (4 * recipe.bands.length * rowsAtOnce * tileSizePx);
    const whole = Math.max(blockWidthPx, tileSizePx);
    const wanted = Math.max(1, Math.floor(pixelsWide / whole)) * Math.max(1, whole / tileSizePx);
    const colsAtOnce = Math.max(1, Math.floor(wanted));
    const stripes: Pick<Stripe, "row" | "rowCount" | "col" | "colCount">[] = [];
    for (let col = 0; col < gridCols; col += colsAtOnce) {
      for (let row = 0; row < gridRows; row += rowsAtOnce) {
        stripes.push({
          row,
          rowCount: Math.min(rowsAtOnce, gridRows - row),
          col,
          colCount: Math.min(colsAtOnce, gridCols - col),
        });
      }
    }
    return stripes;
  }

  async readStripe(plan: Pick<Stripe, "row" | "rowCount" | "col" | "colCount">): Promise<Stripe> {
    const { tileSizePx, recipe } = this.#grid;
    const { pixels, mask } = this.#file;
    const left = plan.col * tileSizePx;
    const top = plan.row * tileSizePx;
    const widthPx = Math.min(plan.colCount * tileSizePx, pixels.widthPx - left);
    const heightPx = Math.min(plan.rowCount * tileSizePx, pixels.heightPx - top);
    const size = widthPx * heightPx;
    const stripe: Stripe = {
      ...plan,
      widthPx,
      heightPx,
      values: new Float32Array(size * recipe.bands.length),
      valid: new Uint8Array(size),
    };
    const masked = mask ? new Uint8Array(size).fill(1) : null;
    if (mask && masked) {
      await this.#copy(mask, "mask", 0, [left, top], stripe, (block, from, to, count) => {
        for (let index = 0; index < count; index += 1) {
          masked[to + index] = block.data[from + index * block.pixelStride] as number;
        }
      });
    }
    for (const [position, band] of recipe.bands.entries()) {
      const write = this.#writer(stripe, position, masked);
      await this.#copy(pixels, "pixels", band - 1, [left, top], stripe, write);
    }
    this.#forget(top + heightPx);
    return stripe;
  }

  /** Writes runs of pixels as the trainer's tile_reader.py does: no data becomes the low value. */
  #writer(stripe: Stripe, position: number, masked: Uint8Array | null): WriteRun {
    const { nodata } = this.#grid;
    const low = this.#low[position] as number;
    const plane = stripe.values.subarray(position * stripe.valid.length);
    const { valid } = stripe;
    if (nodata === null && masked === null) {
      return ({ data, pixelStride }, from, to, count) => {
        for (let index = 0; index < count; index += 1) {
          const value = data[from + index * pixelStride] as number;
          const isMissing = Number.isNaN(value);
          plane[to + index] = isMissing ? low : value;
          if (!isMissing) valid[to + index] = 1;
        }
      };
    }
    return ({ data, pixelStride }, from, to, count) => {
      for (let index = 0; index < count; index += 1) {
        const value = data[from + index * pixelStride] as number;
        const isMissing =
          Number.isNaN(value) || value === nodata || (masked !== null && masked[to + index] === 0);
        plane[to + index] = isMissing ? low : value;
        if (!isMissing) valid[to + index] = 1;
      }
    };
  }

  async #copy(
    source: BlockSource,
    name: string,
    band: number,
    [left, top]: [number, number],
    stripe: Stripe,
    write: WriteRun,
  ): Promise<void> {
    const { blockWidthPx, blockHeightPx } = source;
    const right = left + stripe.widthPx;
    const bottom = top + stripe.heightPx;
    const wanted: [row: number, col: number][] = [];
    for (let row = Math.floor(top / blockHeightPx); row * blockHeightPx < bottom; row += 1) {
      for (let col = Math.floor(left / blockWidthPx); col * blockWidthPx < right; col += 1) {
        wanted.push([row, col]);
      }
    }
    const blocks = await Promise.all(
      wanted.map(([row, col]) => this.#readBlock(source, name, row, col, band)),
    );
    wanted.forEach(([row, col], index) => {
      const block = blocks[index] as Block;
      const x0 = Math.max(left, col * blockWidthPx);
      const x1 = Math.min(right, (col + 1) * blockWidthPx);
      const y0 = Math.max(top, row * blockHeightPx);
      const y1 = Math.min(bottom, (row + 1) * blockHeightPx);
      for (let y = y0; y < y1; y += 1) {
        const pixel = (y - row * blockHeightPx) * blockWidthPx + (x0 - col * blockWidthPx);
        const from = pixel * block.pixelStride + block.bandOffset;
        write(block, from, (y - top) * stripe.widthPx + (x0 - left), x1 - x0);
      }
    });
  }

  async #readBlock(
    source: BlockSource,
    name: string,
    row: number,
    col: number,
    band: number,
  ): Promise<Block> {
    // Pixel-interleaved blocks are decoded once for all bands.
    const key = `${name}/${source.isPlanar ? band : 0}/${row}/${col}`;
    let known = this.#blocks.get(key);
    if (!known) {
      const bottomPx = (row + 1) * source.blockHeightPx;
      known = { block: source.read(row, col, band), bottomPx };
      this.#blocks.set(key, known);
    }
    const block = await known.block;
    return source.isPlanar ? block : { ...block, bandOffset: band };
  }

  /** Drops the blocks that lie wholly above; a stripe that begins again at the top reads anew. */
  #forget(nextTopPx: number): void {
    for (const [key, { bottomPx }] of this.#blocks) {
      if (bottomPx <= nextTopPx || nextTopPx >= this.#file.pixels.heightPx)
        this.#blocks.delete(key);
    }
  }
}

type WriteRun = (block: Block, from: number, to: number, count: number) => void;

const integerLimits: Record<string, [number, number]> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 4294967295],
  int32: [-2147483648, 2147483647],
};

/** The low value as near as the scene's type comes, because the trainer's pack keeps that type. */
function toStored(low: number, dtype: string): number {
  const limits = integerLimits[dtype];
  return limits ? Math.min(limits[1], Math.max(limits[0], roundHalfToEven(low))) : low;
}

/** As numpy's rint. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
