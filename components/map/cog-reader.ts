import type {
  BlockedSourceOptions,
  GeoTIFF,
  GeoTIFFImage,
  RemoteSourceOptions,
  TypedArray,
} from "geotiff";
import { fromCustomClient, Pool } from "geotiff";
import { PatientClient } from "./patient-client";

/** Decoded pixels of one block, all bands together: `pixels[(row * width + col) * bands + band]`. */
export type CogBlock = {
  pixels: TypedArray;
  /** 0 hides a pixel; null: every pixel counts. */
  mask: TypedArray | null;
};

export type CogLevel = {
  widthPx: number;
  heightPx: number;
  blockWidthPx: number;
  blockHeightPx: number;
};

/** A rectangle of pixels of the full resolution. */
export type PixelWindow = { row: number; col: number; heightPx: number; widthPx: number };

/** Pixels of a window, band by band; `valid` is 0 where there is no imagery. */
export type WindowPixels = {
  widthPx: number;
  heightPx: number;
  bands: Float32Array[];
  valid: Uint8Array;
};

/** One number per band, in the raster's own units. */
export type Spectrum = { validCount: number; means: number[]; deviations: number[] };

/** Downloaded in pieces of 64 KiB, of which 16 MiB are kept. */
const readOptions: RemoteSourceOptions & BlockedSourceOptions = {
  blockSize: 65_536,
  cacheSize: 256,
};
const decodedBytesKept = 192 * 1024 * 1024;

let sharedPool: Pool | null = null;

/** One pool of decoders for the page; two leave the main thread its core on small machines. */
function decoderPool(): Pool {
  sharedPool ??= new Pool(Math.max(1, Math.min(4, globalThis.navigator?.hardwareConcurrency ?? 2)));
  return sharedPool;
}

/**
 * Reads a cloud optimized GeoTIFF block by block and keeps decoded blocks.
 *
 * ol/source/GeoTIFF reads chosen bands and forgets the rest, so another band costs another
 * download. Our scenes keep all bands of a pixel side by side: a decoded block holds them all, and
 * changing the bands, reading a tile's spectrum or its surroundings costs nothing more.
 */
export class CogReader {
  readonly levels: CogLevel[];
  readonly bandCount: number;
  readonly #client: PatientClient;
  readonly #images: GeoTIFFImage[];
  readonly #masks: GeoTIFFImage[];
  readonly #blocks = new Map<string, { block: Promise<CogBlock>; bytes: number }>();
  #bytes = 0;

  private constructor(client: PatientClient, images: GeoTIFFImage[], masks: GeoTIFFImage[]) {
    this.#client = client;
    this.#images = images;
    this.#masks = masks;
    this.bandCount = images[0]?.getSamplesPerPixel() ?? 0;
    this.levels = images.map((image) => ({
      widthPx: image.getWidth(),
      heightPx: image.getHeight(),
      blockWidthPx: image.getTileWidth(),
      blockHeightPx: image.getTileHeight(),
    }));
  }

  /** @throws Error when the address cannot be read or holds no GeoTIFF. */
  static async open(url: string): Promise<CogReader> {
    const client = new PatientClient(url);
    const file: GeoTIFF = await fromCustomClient(client, readOptions);
    const count = await file.getImageCount();
    const all = await Promise.all(
      Array.from({ length: count }, (_, index) => file.getImage(index)),
    );
    const largestFirst = (one: GeoTIFFImage, other: GeoTIFFImage) =>
      other.getWidth() - one.getWidth();
    const images = all.filter((image) => !isMask(image)).sort(largestFirst);
    const masks = all.filter(isMask).sort(largestFirst);
    client.waits = true;
    return new CogReader(client, images, masks.length === images.length ? masks : []);
  }

  /** Ends all reading: its map is gone. What is being read stays without an answer. */
  close(): void {
    this.#client.close();
  }

  /** Is a block decoded, or on its way, so that reading it asks nobody? */
  has(level: number, blockRow: number, blockCol: number): boolean {
    return this.#blocks.has(`${level}/${blockRow}/${blockCol}`);
  }

  /** The block at (blockRow, blockCol) of a level; level 0 is the full resolution. */
  readBlock(level: number, blockRow: number, blockCol: number): Promise<CogBlock> {
    const key = `${level}/${blockRow}/${blockCol}`;
    const kept = this.#blocks.get(key);
    if (kept) {
      this.#blocks.delete(key);
      this.#blocks.set(key, kept);
      return kept.block;
    }
    const block = this.#decodeBlock(level, blockRow, blockCol);
    const entry = { block, bytes: 0 };
    this.#blocks.set(key, entry);
    block.then(
      ({ pixels, mask }) => {
        entry.bytes = pixels.byteLength + (mask?.byteLength ?? 0);
        this.#bytes += entry.bytes;
        this.#forgetOldest();
      },
      () => this.#blocks.delete(key),
    );
    return block;
  }

  /**
   * Chosen bands (1-based) of a window at full resolution, taking every `step`-th pixel.
   * Parts outside the raster are not valid.
   */
  async readWindow(
    window: PixelWindow,
    bands: readonly number[],
    nodata: number | null,
    step = 1,
  ): Promise<WindowPixels> {
    const widthPx = Math.ceil(window.widthPx / step);
    const heightPx = Math.ceil(window.heightPx / step);
    const values = bands.map(() => new Float32Array(widthPx * heightPx));
    const valid = new Uint8Array(widthPx * heightPx);
    await this.#visit(window, step, (block, from, row, col) => {
      const to = ((row - window.row) / step) * widthPx + (col - window.col) / step;
      valid[to] = isValidPixel(block, from, this.bandCount, nodata) ? 1 : 0;
      bands.forEach((band, position) => {
        const samples = values[position] as Float32Array;
        samples[to] = block.pixels[from * this.bandCount + band - 1] as number;
      });
    });
    return { widthPx, heightPx, bands: values, valid };
  }

  /** Mean and standard deviation of every band over the window's valid pixels. */
  async readSpectrum(window: PixelWindow, nodata: number | null): Promise<Spectrum> {
    const sums = new Float64Array(this.bandCount);
    const squares = new Float64Array(this.bandCount);
    let validCount = 0;
    await this.#visit(window, 1, (block, from) => {
      if (!isValidPixel(block, from, this.bandCount, nodata)) return;
      validCount += 1;
      for (let band = 0; band < this.bandCount; band += 1) {
        const value = block.pixels[from * this.bandCount + band] as number;
        sums[band] = (sums[band] as number) + value;
        squares[band] = (squares[band] as number) + value * value;
      }
    });
    const count = Math.max(1, validCount);
    const means = Array.from(sums, (sum) => sum / count);
    return {
      validCount,
      means,
      deviations: means.map((mean, band) =>
        Math.sqrt(Math.max(0, (squares[band] as number) / count - mean * mean)),
      ),
    };
  }

  /** Calls `visit` for the window's pixels; `from` is the pixel's place in its block. */
  async #visit(
    window: PixelWindow,
    step: number,
    visit: (block: CogBlock, from: number, row: number, col: number) => void,
  ): Promise<void> {
    const level = this.levels[0];
    if (!level) throw new Error("The file holds no image.");
    const { blockWidthPx, blockHeightPx } = level;
    const onStep = (value: number, start: number) =>
      start + Math.ceil((value - start) / step) * step;
    const bottom = Math.min(level.heightPx, window.row + window.heightPx);
    const right = Math.min(level.widthPx, window.col + window.widthPx);
    const firstRow = Math.floor(Math.max(0, window.row) / blockHeightPx);
    const firstCol = Math.floor(Math.max(0, window.col) / blockWidthPx);
    const reads: Promise<void>[] = [];
    for (let blockRow = firstRow; blockRow * blockHeightPx < bottom; blockRow += 1) {
      for (let blockCol = firstCol; blockCol * blockWidthPx < right; blockCol += 1) {
        const top = onStep(Math.max(0, window.row, blockRow * blockHeightPx), window.row);
        const left = onStep(Math.max(0, window.col, blockCol * blockWidthPx), window.col);
        const endRow = Math.min(bottom, (blockRow + 1) * blockHeightPx);
        const endCol = Math.min(right, (blockCol + 1) * blockWidthPx);
        const read = this.readBlock(0, blockRow, blockCol).then((block) => {
          for (let row = top; row < endRow; row += step) {
            const line = (row - blockRow * blockHeightPx) * blockWidthPx - blockCol * blockWidthPx;
            for (let col = left; col < endCol; col += step) visit(block, line + col, row, col);
          }
        });
        reads.push(read);
      }
    }
    await Promise.all(reads);
  }

  async #decodeBlock(level: number, blockRow: number, blockCol: number): Promise<CogBlock> {
    const image = this.#images[level];
    if (!image) throw new Error(`The file has no level ${level}.`);
    const mask = this.#masks[level];
    const [pixels, maskPixels] = await Promise.all([
      readTile(image, blockRow, blockCol),
      mask ? readTile(mask, blockRow, blockCol) : null,
    ]);
    return { pixels, mask: maskPixels };
  }

  #forgetOldest(): void {
    for (const [key, entry] of this.#blocks) {
      if (this.#bytes <= decodedBytesKept) return;
      if (entry.bytes === 0) continue;
      this.#blocks.delete(key);
      this.#bytes -= entry.bytes;
    }
  }
}

/** A pixel without imagery: hidden by the mask, or nodata (or not a number) in every band. */
export function isValidPixel(
  block: CogBlock,
  pixel: number,
  bandCount: number,
  nodata: number | null,
): boolean {
  if (block.mask && block.mask[pixel] === 0) return false;
  for (let band = 0; band < bandCount; band += 1) {
    const value = block.pixels[pixel * bandCount + band] as number;
    if (value !== nodata && !Number.isNaN(value)) return true;
  }
  return false;
}

function isMask(image: GeoTIFFImage): boolean {
  return ((image.fileDirectory.getValue("NewSubfileType") ?? 0) & 4) === 4;
}

async function readTile(image: GeoTIFFImage, row: number, col: number): Promise<TypedArray> {
  const directory = image.fileDirectory;
  const decoder = decoderPool().bindParameters(directory.getValue("Compression") ?? 1, {
    tileWidth: image.getTileWidth(),
    tileHeight: image.getTileHeight(),
    planarConfiguration: directory.getValue("PlanarConfiguration") ?? 1,
    bitsPerSample: directory.getValue("BitsPerSample") ?? 8,
    predictor: (await directory.loadValue("Predictor")) ?? 1,
  });
  const tile = await image.getTileOrStrip(col, row, 0, decoder);
  return image.getArrayForSample(0, tile.data);
}
