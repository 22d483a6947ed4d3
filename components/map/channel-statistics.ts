import type { Extent } from "@/lib/geo/extent";
import { type BandRendering, type ChannelStatistics, channelFunctions } from "./band-rendering";
import { type CogLevel, type CogReader, isValidPixel } from "./cog-reader";
import type { RasterFacts } from "./raster-layer";

/** Statistics come from at least this many pixels, where there are as many. */
const samplePixels = 40_000;
/** More would take too long; the full resolution is only read where nothing else is. */
const mostPixels = 1_500_000;
const histogramBins = 64;

type Rectangle = { top: number; left: number; bottom: number; right: number };

/**
 * Statistics of what each channel of a rendering shows, over the part of the scene in `extent` (or all
 * of it), from blocks that are decoded where that is possible.
 *
 * @returns One per channel; an empty list where there is no imagery.
 */
export async function measureChannels(
  reader: CogReader,
  facts: RasterFacts,
  rendering: BandRendering,
  extent: Extent | null,
): Promise<ChannelStatistics[]> {
  const { level, rectangle } = chooseLevel(reader, facts.extent, extent ?? facts.extent);
  const compute = channelFunctions(rendering, (band) => band - 1);
  const samples = compute.map((): number[] => []);
  await visitBlocks(
    reader,
    level,
    rectangle,
    (pixels, from) => {
      compute.forEach((channel, position) => {
        const value = channel(pixels, from);
        if (Number.isFinite(value)) samples[position]?.push(value);
      });
    },
    facts.nodata,
  );
  return samples.flatMap((values) => (values.length > 0 ? [statisticsOf(values)] : []));
}

/**
 * The coarsest level with enough pixels whose blocks are decoded already, mostly the one on screen;
 * without one, the coarsest with enough pixels.
 */
function chooseLevel(reader: CogReader, scene: Extent, extent: Extent) {
  const choices = reader.levels.map((level, index) => ({
    level: index,
    rectangle: rectangleOf(level, scene, extent),
  }));
  const enough = choices.filter(({ rectangle, level }) => {
    const count = pixelCount(rectangle);
    return level === 0 || (count >= samplePixels && count <= mostPixels);
  });
  const coarsestFirst = enough.reverse();
  const decoded = coarsestFirst.find(({ level, rectangle }) =>
    blocksOf(reader.levels[level] as CogLevel, rectangle).every(([row, col]) =>
      reader.has(level, row, col),
    ),
  );
  return (decoded ?? coarsestFirst[0]) as (typeof choices)[number];
}

function rectangleOf({ widthPx, heightPx }: CogLevel, scene: Extent, extent: Extent): Rectangle {
  const column = (x: number) => ((x - scene[0]) / (scene[2] - scene[0])) * widthPx;
  const row = (y: number) => ((scene[3] - y) / (scene[3] - scene[1])) * heightPx;
  return {
    left: Math.max(0, Math.floor(column(extent[0]))),
    right: Math.min(widthPx, Math.ceil(column(extent[2]))),
    top: Math.max(0, Math.floor(row(extent[3]))),
    bottom: Math.min(heightPx, Math.ceil(row(extent[1]))),
  };
}

function pixelCount({ top, left, bottom, right }: Rectangle): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

/** Rows and columns of the blocks that a rectangle touches. */
function blocksOf(
  { blockWidthPx, blockHeightPx }: CogLevel,
  { top, left, bottom, right }: Rectangle,
): [row: number, col: number][] {
  const blocks: [number, number][] = [];
  for (let row = Math.floor(top / blockHeightPx); row * blockHeightPx < bottom; row += 1) {
    for (let col = Math.floor(left / blockWidthPx); col * blockWidthPx < right; col += 1) {
      blocks.push([row, col]);
    }
  }
  return blocks;
}

/** Visits the valid pixels of a rectangle of one level. */
async function visitBlocks(
  reader: CogReader,
  level: number,
  rectangle: Rectangle,
  visit: (pixels: ArrayLike<number>, from: number) => void,
  nodata: number | null,
): Promise<void> {
  const { top, left, bottom, right } = rectangle;
  const { blockWidthPx, blockHeightPx } = reader.levels[level] as CogLevel;
  const reads = blocksOf(reader.levels[level] as CogLevel, rectangle).map(async ([row, col]) => {
    const block = await reader.readBlock(level, row, col);
    const [firstRow, firstCol] = [row * blockHeightPx, col * blockWidthPx];
    const endRow = Math.min(bottom, firstRow + blockHeightPx);
    const endCol = Math.min(right, firstCol + blockWidthPx);
    for (let y = Math.max(top, firstRow); y < endRow; y += 1) {
      const line = (y - firstRow) * blockWidthPx - firstCol;
      for (let x = Math.max(left, firstCol); x < endCol; x += 1) {
        if (isValidPixel(block, line + x, reader.bandCount, nodata)) {
          visit(block.pixels, (line + x) * reader.bandCount);
        }
      }
    }
  });
  await Promise.all(reads);
}

/** @param values At least one finite number. */
export function statisticsOf(values: readonly number[]): ChannelStatistics {
  const sorted = Float64Array.from(values).sort();
  const { length } = sorted;
  const at = (share: number) => sorted[Math.min(length - 1, Math.floor(share * length))] as number;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
  const [low, high] = [at(0.002), at(0.998)];
  const counts = new Array<number>(histogramBins).fill(0);
  for (const value of sorted) {
    const bin = Math.floor(((value - low) / (high - low || 1)) * histogramBins);
    if (bin >= 0 && value <= high) {
      const inside = Math.min(histogramBins - 1, bin);
      counts[inside] = (counts[inside] as number) + 1;
    }
  }
  return {
    min: at(0),
    max: at(1),
    mean,
    standardDeviation: Math.sqrt(variance),
    p1: at(0.01),
    p2: at(0.02),
    p98: at(0.98),
    p99: at(0.99),
    histogram: { low, high, counts },
  };
}
