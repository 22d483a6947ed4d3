import { type CogBlock, type CogLevel, isValidPixel } from "./cog-reader";

/** What is asked of a reader of a scene's COG. */
type BlockReader = {
  readonly levels: readonly CogLevel[];
  readonly bandCount: number;
  readBlock(level: number, blockRow: number, blockCol: number): Promise<CogBlock>;
};

type TiledScene = {
  gridRows: number;
  gridCols: number;
  tileSizePx: number;
  nodata: number | null;
};

/** Means of the tiles of a scene, in the raster's own units. */
export type TileMeans = {
  /** 1-based bands, in the order of `means`. */
  bands: readonly number[];
  /** Per band one number per tile, row by row. */
  means: readonly Float32Array[];
  /** 0: no pixel of the tile holds imagery. */
  valid: Uint8Array;
};

/** A tile is told from its neighbours by this many overview pixels across at least. */
const fewestPixelsAcross = 2;

/** The coarsest overview in which a tile still has some pixels of its own; 0 is full resolution. */
export function levelForMeans(levels: readonly CogLevel[], tileSizePx: number): number {
  const full = levels[0]?.widthPx ?? 1;
  const fine = levels.filter(
    (level) => (tileSizePx * level.widthPx) / full >= fewestPixelsAcross,
  ).length;
  return Math.max(0, fine - 1);
}

/**
 * The mean of chosen bands over every tile, from an overview: a scene of a million tiles takes a
 * few dozen blocks, most of which the map has decoded already.
 */
export async function readTileMeans(
  reader: BlockReader,
  scene: TiledScene,
  bands: readonly number[],
): Promise<TileMeans> {
  const level = levelForMeans(reader.levels, scene.tileSizePx);
  const [full, used] = [reader.levels[0], reader.levels[level]];
  if (!full || !used) throw new Error("The file holds no image.");
  const tileCount = scene.gridRows * scene.gridCols;
  const sums = bands.map(() => new Float64Array(tileCount));
  const counts = new Uint32Array(tileCount);
  const tileOf = (place: number, scale: number) =>
    Math.floor(((place + 0.5) * scale) / scene.tileSizePx);
  const scaleX = full.widthPx / used.widthPx;
  const scaleY = full.heightPx / used.heightPx;
  for (let top = 0; top < used.heightPx; top += used.blockHeightPx) {
    for (let left = 0; left < used.widthPx; left += used.blockWidthPx) {
      const block = await reader.readBlock(
        level,
        top / used.blockHeightPx,
        left / used.blockWidthPx,
      );
      const height = Math.min(used.blockHeightPx, used.heightPx - top);
      const width = Math.min(used.blockWidthPx, used.widthPx - left);
      for (let row = 0; row < height; row += 1) {
        const firstTile = tileOf(top + row, scaleY) * scene.gridCols;
        for (let col = 0; col < width; col += 1) {
          const from = row * used.blockWidthPx + col;
          if (!isValidPixel(block, from, reader.bandCount, scene.nodata)) continue;
          const tile = firstTile + tileOf(left + col, scaleX);
          counts[tile] = (counts[tile] as number) + 1;
          for (let place = 0; place < bands.length; place += 1) {
            const sum = sums[place] as Float64Array;
            const band = bands[place] as number;
            sum[tile] =
              (sum[tile] as number) + (block.pixels[from * reader.bandCount + band - 1] as number);
          }
        }
      }
    }
  }
  return {
    bands,
    means: sums.map((sum) =>
      Float32Array.from(sum, (value, tile) => value / Math.max(1, counts[tile] as number)),
    ),
    valid: Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0)),
  };
}
