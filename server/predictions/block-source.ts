import { fromFile, GeoTIFF, type GeoTIFFImage, getDecoder } from "geotiff";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { openReference } from "../references/open-reference";
import type { Reference } from "../references/reference";
import { TiffSource } from "../references/tiff-source";
import { ZlibDecoder } from "./zlib-decoder";

/** Numbers of one decoded block, all bands of a pixel beside each other. */
export type BlockArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A decoded block of an image, whole even where it reaches over the edge. */
export interface Block {
  data: BlockArray;
  /** Numbers from one pixel to the next. */
  pixelStride: number;
  /** Where a band's first number is. */
  bandOffset: number;
}

const constructors: Record<string, (buffer: ArrayBuffer) => BlockArray> = {
  "1/8": (buffer) => new Uint8Array(buffer),
  "1/16": (buffer) => new Uint16Array(buffer),
  "1/32": (buffer) => new Uint32Array(buffer),
  "2/8": (buffer) => new Int8Array(buffer),
  "2/16": (buffer) => new Int16Array(buffer),
  "2/32": (buffer) => new Int32Array(buffer),
  "3/32": (buffer) => new Float32Array(buffer),
  "3/64": (buffer) => new Float64Array(buffer),
};

/** Adobe's and the older number. */
const deflateNumbers = [8, 32946];

type Decoder = Awaited<ReturnType<typeof getDecoder>>;

/** The blocks of one image of a TIFF, decoded one at a time. */
export class BlockSource {
  readonly blockWidthPx: number;
  readonly blockHeightPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bandCount: number;
  readonly isPlanar: boolean;
  readonly #image: GeoTIFFImage;
  readonly #decoder: Decoder;
  readonly #toArray: (buffer: ArrayBuffer) => BlockArray;

  private constructor(image: GeoTIFFImage, decoder: Decoder) {
    this.#image = image;
    this.#decoder = decoder;
    this.widthPx = image.getWidth();
    this.heightPx = image.getHeight();
    this.blockWidthPx = image.getTileWidth();
    this.blockHeightPx = image.getTileHeight();
    this.bandCount = image.getSamplesPerPixel();
    this.isPlanar = image.planarConfiguration === 2;
    const format = image.getSampleFormat();
    // Fewer bits than a byte come out of geotiff.js as bytes.
    const bits = Math.max(8, image.getBitsPerSample());
    const toArray = constructors[`${format}/${bits}`];
    if (!toArray) {
      throw new AppError("unsupported", sentence("server.predictions.unknownNumbers", { bits }));
    }
    this.#toArray = toArray;
  }

  static async open(image: GeoTIFFImage): Promise<BlockSource> {
    const { fileDirectory } = image;
    const compression = fileDirectory.getValue("Compression") ?? 1;
    const parameters = {
      tileWidth: image.getTileWidth(),
      tileHeight: image.getTileHeight(),
      predictor: (await fileDirectory.loadValue("Predictor")) ?? 1,
      planarConfiguration: image.planarConfiguration,
      bitsPerSample: (await fileDirectory.loadValue("BitsPerSample")) ?? 8,
    };
    const decoder = deflateNumbers.includes(compression)
      ? new ZlibDecoder(parameters)
      : await getDecoder(compression, parameters);
    return new BlockSource(image, decoder);
  }

  /** @param band From 0. Blocks of pixel-interleaved images hold all bands, whichever is asked for. */
  async read(blockRow: number, blockCol: number, band: number): Promise<Block> {
    const { data } = await this.#image.getTileOrStrip(blockCol, blockRow, band, this.#decoder);
    return {
      data: this.#toArray(data as ArrayBuffer),
      pixelStride: this.isPlanar ? 1 : this.bandCount,
      bandOffset: this.isPlanar ? 0 : band,
    };
  }
}

export interface SceneFile {
  tiff: GeoTIFF;
  pixels: BlockSource;
  /** The internal mask: 0 where there is no data. */
  mask: BlockSource | null;
}

const maskSubfile = 4;

/**
 * Opens a scene's COG: a file, or one that lies elsewhere.
 *
 * @throws AppError `unreadable_file`; `conflict`, `unavailable` for what lies elsewhere.
 */
export async function openSceneFile(
  file: string,
  reference: Reference | null = null,
): Promise<SceneFile> {
  try {
    const tiff = reference ? await openTiff(reference) : await fromFile(file);
    const image = await tiff.getImage(0);
    return { tiff, pixels: await BlockSource.open(image), mask: await findMask(tiff, image) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("unreadable_file", sentence("server.predictions.sceneUnreadable"), {
      cause,
    });
  }
}

async function openTiff(reference: Reference): Promise<GeoTIFF> {
  const source = await openReference(reference);
  try {
    return await GeoTIFF.fromSource(new TiffSource(source));
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function findMask(tiff: GeoTIFF, image: GeoTIFFImage): Promise<BlockSource | null> {
  const count = await tiff.getImageCount();
  for (let index = 1; index < count; index += 1) {
    const other = await tiff.getImage(index);
    const kind = other.fileDirectory.getValue("NewSubfileType") ?? 0;
    const isFullSize =
      other.getWidth() === image.getWidth() && other.getHeight() === image.getHeight();
    if (kind === maskSubfile && isFullSize) return BlockSource.open(other);
  }
  return null;
}
