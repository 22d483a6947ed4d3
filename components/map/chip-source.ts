import { tileOfIndex } from "@/lib/geo/grid";
import type { BandRendering } from "./band-rendering";
import { readColours, tileWindow } from "./chip-pixels";
import type { CogReader } from "./cog-reader";

/** Pictures that are being made at the same time; more would only wait for the same decoders. */
const maxInFlight = 8;
/** Bytes of finished pictures that are kept. */
const keptBytes = 96 * 1024 * 1024;

type ChipGrid = { gridCols: number; tileSizePx: number; nodata: number | null };

/**
 * Pictures of single tiles, made in the browser from the blocks that the map reads too.
 *
 * Only what is wanted now is begun, so that a fast scroll leaves nothing behind that must be waited
 * for.
 */
export class ChipSource {
  readonly #reader: Promise<CogReader>;
  readonly #grid: ChipGrid;
  readonly #ready: () => void;
  readonly #pictures = new Map<number, ImageBitmap>();
  readonly #inFlight = new Set<number>();
  readonly #failed = new Set<number>();
  #bytes = 0;
  #wanted: readonly number[] = [];
  #rendering: BandRendering;
  #sidePx: number;
  #look = 0;
  #disposed = false;

  /** @param ready Called whenever a picture has come. */
  constructor(
    reader: Promise<CogReader>,
    grid: ChipGrid,
    look: { rendering: BandRendering; sidePx: number },
    ready: () => void,
  ) {
    this.#reader = reader;
    this.#grid = grid;
    this.#rendering = look.rendering;
    this.#sidePx = look.sidePx;
    this.#ready = ready;
  }

  /** Other bands, stretches or sizes need other pictures. */
  setLook(rendering: BandRendering, sidePx: number): void {
    if (rendering === this.#rendering && sidePx === this.#sidePx) return;
    this.#rendering = rendering;
    this.#sidePx = sidePx;
    this.#look += 1;
    this.#clear();
    this.#begin();
  }

  /** The picture of a tile; null while it is not there. */
  find(cell: number): ImageBitmap | null {
    const picture = this.#pictures.get(cell);
    if (!picture) return null;
    this.#pictures.delete(cell);
    this.#pictures.set(cell, picture);
    return picture;
  }

  /** Is there nothing more to wait for: a picture, or the knowledge that there is none? */
  isSettled(cell: number): boolean {
    return this.#pictures.has(cell) || this.#failed.has(cell);
  }

  /** Says which tiles are needed, the most urgent first; earlier wishes are forgotten. */
  want(cells: readonly number[]): void {
    this.#wanted = cells;
    this.#begin();
  }

  dispose(): void {
    this.#disposed = true;
    this.#wanted = [];
    this.#clear();
  }

  #clear(): void {
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
    this.#failed.clear();
    this.#inFlight.clear();
    this.#bytes = 0;
  }

  #begin(): void {
    for (const cell of this.#wanted) {
      if (this.#inFlight.size >= maxInFlight) return;
      if (this.#pictures.has(cell) || this.#inFlight.has(cell) || this.#failed.has(cell)) continue;
      void this.#make(cell);
    }
  }

  async #make(cell: number): Promise<void> {
    const look = this.#look;
    this.#inFlight.add(cell);
    let picture: ImageBitmap | null = null;
    try {
      picture = await this.#draw(cell);
    } catch {
      // The map says already why imagery cannot be read; the chip stays a plain colour.
    }
    if (look !== this.#look || this.#disposed) {
      picture?.close();
      return;
    }
    this.#inFlight.delete(cell);
    if (picture) this.#keep(cell, picture);
    else this.#failed.add(cell);
    this.#ready();
    this.#begin();
  }

  async #draw(cell: number): Promise<ImageBitmap> {
    const reader = await this.#reader;
    const { gridCols, tileSizePx, nodata } = this.#grid;
    const tile = tileOfIndex(cell, gridCols);
    const window = tileWindow(reader.levels, tile, tileSizePx, this.#sidePx);
    const colours = await readColours(reader, window, this.#rendering, nodata);
    return createImageBitmap(new ImageData(colours, window.widthPx, window.heightPx));
  }

  #keep(cell: number, picture: ImageBitmap): void {
    this.#pictures.set(cell, picture);
    this.#bytes += picture.width * picture.height * 4;
    for (const [oldest, old] of this.#pictures) {
      if (this.#bytes <= keptBytes || oldest === cell) return;
      this.#bytes -= old.width * old.height * 4;
      old.close();
      this.#pictures.delete(oldest);
    }
  }
}
