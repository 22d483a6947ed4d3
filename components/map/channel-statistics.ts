import type { Extent } from "@/lib/geo/extent";
import { type BandRendering, type ChannelStatistics, channelFunctions } from "./band-rendering";
import { type CogLevel, type CogReader, isValidPixel } from "./cog-reader";
import type { RasterFacts } from "./raster-layer";

/** Statistics come from at least this many pixels, where there are as many. */
const samplePixels = 40_000;
const histogramBins = 64;

type Rectangle = { top: number; left: number; bottom: number; right: number };

/**
 * Statistics of what each channel of a rendering shows, over the part of the scene in `extent` (or all
 * of it), from the coarsest level that has enough pixels there: mostly blocks that are on screen.
 *
 * @returns One per channel; an empty list where there is no imagery.
 */
export async function measureChannels(
  reader: CogReader,
  facts: RasterFacts,
  rendering: BandRendering,
  extent: Extent | null,
): Promise<ChannelStatistics[]> {
  const { level, rectangle } = chooseLevel(reader.levels, facts.extent, extent ?? facts.extent);
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

function chooseLevel(levels: readonly CogLevel[], scene: Extent, extent: Extent) {
  for (let level = levels.length - 1; ; level -= 1) {
    const { widthPx, heightPx } = levels[level] as CogLevel;
    const column = (x: number) => ((x - scene[0]) / (scene[2] - scene[0])) * widthPx;
    const row = (y: number) => ((scene[3] - y) / (scene[3] - scene[1])) * heightPx;
    const rectangle = {
      left: Math.max(0, Math.floor(column(extent[0]))),
      right: Math.min(widthPx, Math.ceil(column(extent[2]))),
      top: Math.max(0, Math.floor(row(extent[3]))),
      bottom: Math.min(heightPx, Math.ceil(row(extent[1]))),
    };
    const count =
      Math.max(0, rectangle.right - rectangle.left) * Math.max(0, rectangle.bottom - rectangle.top);
    if (level === 0 || count >= samplePixels) return { level, rectangle };
  }
}

/** Visits the valid pixels of a rectangle of one level. */
async function visitBlocks(
  reader: CogReader,
  level: number,
  { top, left, bottom, right }: Rectangle,
  visit: (pixels: ArrayLike<number>, from: number) => void,
  nodata: number | null,
): Promise<void> {
  const { blockWidthPx, blockHeightPx } = reader.levels[level] as CogLevel;
  const reads: Promise<void>[] = [];
  for (let row = Math.floor(top / blockHeightPx); row * blockHeightPx < bottom; row += 1) {
    for (let col = Math.floor(left / blockWidthPx); col * blockWidthPx < right; col += 1) {
      const [firstRow, firstCol] = [row * blockHeightPx, col * blockWidthPx];
      const read = reader.readBlock(level, row, col).then((block) => {
        for (
          let y = Math.max(top, firstRow);
          y < Math.min(bottom, firstRow + blockHeightPx);
          y += 1
        ) {
          const line = (y - firstRow) * blockWidthPx - firstCol;
          for (
            let x = Math.max(left, firstCol);
            x < Math.min(right, firstCol + blockWidthPx);
            x += 1
          ) {
            if (isValidPixel(block, line + x, reader.bandCount, nodata)) {
              visit(block.pixels, (line + x) * reader.bandCount);
            }
          }
        }
      });
      reads.push(read);
    }
  }
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
