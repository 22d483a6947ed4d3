import { describe, expect, it } from "vitest";
import type { BandRendering } from "./band-rendering";
import { measureChannels, statisticsOf } from "./channel-statistics";
import type { CogReader } from "./cog-reader";
import type { RasterFacts } from "./raster-layer";

/** A scene of 4 x 4 pixels in blocks of 2 x 2; band 1 is 1, band 2 is 1 + row, in the last row nothing. */
function readerOfRows(): CogReader {
  return {
    bandCount: 2,
    has: () => true,
    levels: [{ widthPx: 4, heightPx: 4, blockWidthPx: 2, blockHeightPx: 2 }],
    readBlock: async (_: number, blockRow: number) => ({
      pixels: Float32Array.from([0, 0, 1, 1].flatMap((row) => [1, 1 + blockRow * 2 + row])),
      mask: blockRow === 1 ? Uint8Array.from([1, 1, 0, 0]) : null,
    }),
  } as unknown as CogReader;
}

const facts = { dtype: "float32", nodata: null, extent: [0, 0, 40, 40] } as unknown as RasterFacts;
const difference: BandRendering = {
  mode: "single",
  bands: [1, 2],
  formulas: ["(b2 - b1) / (b2 + b1)"],
  stretches: [{ low: 0, high: 1 }],
  gamma: 1,
  ramp: "grey",
};

describe("statistics of channels", () => {
  it("are those of the formula over valid pixels", async () => {
    const [measured] = await measureChannels(readerOfRows(), facts, difference, null);
    expect(measured?.min).toBe(0);
    expect(measured?.max).toBe(0.5);
    expect(measured?.mean).toBeCloseTo((0 + 1 / 3 + 1 / 2) / 3);
  });

  it("are those of the view where one is given", async () => {
    const view = [0, 30, 40, 40] as const;
    const [measured] = await measureChannels(readerOfRows(), facts, difference, [...view]);
    expect([measured?.min, measured?.max]).toEqual([0, 0]);
    expect(await measureChannels(readerOfRows(), facts, difference, [0, 0, 40, 10])).toEqual([]);
  });

  it("cut percentiles where they are", () => {
    const statistics = statisticsOf(Array.from({ length: 1000 }, (_, index) => index));
    expect([statistics.p1, statistics.p2, statistics.p98]).toEqual([10, 20, 980]);
    expect(statistics.standardDeviation).toBeCloseTo(288.67, 1);
    expect(statistics.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(997);
  });
});
