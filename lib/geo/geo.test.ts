import { describe, expect, it } from "vitest";
import { type Affine, scaleAffine, toMap } from "./affine";
import { gridSize, tileCentre, tileIndex, tileOfIndex } from "./grid";

const northUp: Affine = [10, 0, 500_000, 0, -10, 4_000_000];
const rotated: Affine = [7, 3, 1000, 2, -8, 2000];

describe("affine", () => {
  it("puts the upper left corner where the transform says", () => {
    expect(toMap(northUp, [0, 0])).toEqual([500_000, 4_000_000]);
    expect(toMap(northUp, [1, 2])).toEqual([500_010, 3_999_980]);
    expect(toMap(rotated, [10, 20])).toEqual([1130, 1860]);
  });

  it("keeps the corner when cells grow", () => {
    for (const transform of [northUp, rotated]) {
      expect(toMap(scaleAffine(transform, 64), [2, 3])).toEqual(toMap(transform, [128, 192]));
    }
  });
});

describe("grid", () => {
  it("covers the raster, edges included", () => {
    expect(gridSize(1000, 641, 64)).toEqual({ gridRows: 11, gridCols: 16 });
  });

  it("finds every tile again from its index", () => {
    for (let index = 0; index < 160; index += 1) {
      expect(tileIndex(tileOfIndex(index, 16), 16)).toBe(index);
    }
    expect(tileOfIndex(17, 16)).toEqual({ row: 1, col: 1 });
  });

  it("has the middle of a tile half a tile from its corners", () => {
    expect(tileCentre({ transform: northUp, tileSizePx: 64 }, { row: 1, col: 2 })).toEqual([
      501_600, 3_999_040,
    ]);
    expect(tileCentre({ transform: rotated, tileSizePx: 2 }, { row: 0, col: 0 })).toEqual(
      toMap(rotated, [1, 1]),
    );
  });
});
