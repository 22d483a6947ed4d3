import { describe, expect, it } from "vitest";
import type { Band, Scene } from "@/lib/contracts/scenes";
import { changeBetween, GroundSampler, pairBands, placesOfTile } from "./change-measure";
import type { CogReader } from "./cog-reader";

function band(index: number, name: string, mean: number, standardDeviation: number): Band {
  return { index, name, mean, standardDeviation } as Band;
}

/** A scene of 16 x 16 pixels whose value at (row, col) is told by a function. */
function sceneOf(value: (row: number, col: number) => number, mean: number, deviation: number) {
  const pixels = Float32Array.from({ length: 256 }, (_, pixel) =>
    value(Math.floor(pixel / 16), pixel % 16),
  );
  const level = { widthPx: 16, heightPx: 16, blockWidthPx: 16, blockHeightPx: 16 };
  const reader = {
    bandCount: 1,
    levels: [level],
    readBlock: async () => ({ pixels, mask: null }),
  } as unknown as CogReader;
  const scene = {
    extent: [0, 0, 160, 160],
    bands: [band(1, "a", mean, deviation)],
    nodata: -1,
  } as unknown as Scene;
  return new GroundSampler(reader, scene, [1], 1);
}

const tile = placesOfTile([0, 0, 160, 160]);
const pattern = (row: number, col: number) => (row + 3 * col) % 7;

async function change(one: GroundSampler, other: GroundSampler): Promise<number | null> {
  return changeBetween(await one.read(tile), await other.read(tile));
}

describe("the change between two dates", () => {
  it("is none for the same ground under another light", async () => {
    const before = sceneOf(pattern, 3, 2);
    const brighter = sceneOf((row, col) => 100 + 5 * pattern(row, col), 115, 10);
    expect(await change(before, brighter)).toBeCloseTo(0, 5);
  });

  it("grows with what has changed", async () => {
    const before = sceneOf(pattern, 3, 2);
    const partly = sceneOf((row, col) => (row < 4 ? 9 : pattern(row, col)), 3, 2);
    const wholly = sceneOf((row, col) => pattern(row, col) + 6, 3, 2);
    const [some, all] = [await change(before, partly), await change(before, wholly)];
    expect(some).toBeGreaterThan(0.5);
    expect(all).toBeCloseTo(3, 5);
    expect(some ?? 0).toBeLessThan(all ?? 0);
  });

  it("is not told where half of the tile is missing", async () => {
    const before = sceneOf(pattern, 3, 2);
    expect(
      await change(
        before,
        sceneOf((row, col) => (row < 10 ? -1 : pattern(row, col)), 3, 2),
      ),
    ).toBeNull();
    expect(
      await change(
        before,
        sceneOf((row, col) => (row < 6 ? -1 : pattern(row, col)), 3, 2),
      ),
    ).toBeCloseTo(0, 5);
  });

  it("compares bands of one name, else of one number, and none that never vary", () => {
    const one = [band(1, "Red", 1, 1), band(2, "NIR", 1, 1), band(3, "x", 1, 1)];
    const other = [band(1, "nir", 1, 1), band(2, "red", 1, 1), band(3, "y", 1, 0)];
    expect(pairBands(one, other)).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});
