import { describe, expect, it } from "vitest";
import { type Affine, composeAffine, identityAffine, invertAffine, toMap, toPixel } from "./affine";
import {
  centreOfExtent,
  extentContains,
  extentOfRaster,
  intersectExtents,
  uniteExtents,
} from "./extent";
import {
  gridSize,
  type TileGrid,
  tileAt,
  tileCentre,
  tileCorners,
  tileExtent,
  tileIndex,
  tileOfIndex,
  tilesInExtent,
} from "./grid";

const northUp: Affine = [10, 0, 500_000, 0, -10, 4_000_000];
const rotated: Affine = [7, 3, 1000, 2, -8, 2000];

function expectNear(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index] as number, 6);
  });
}

describe("affine", () => {
  it("puts the upper left corner where the transform says", () => {
    expect(toMap(northUp, [0, 0])).toEqual([500_000, 4_000_000]);
    expect(toMap(northUp, [1, 2])).toEqual([500_010, 3_999_980]);
  });

  it("goes there and back, also rotated", () => {
    for (const transform of [northUp, rotated, identityAffine]) {
      expectNear(toPixel(transform, toMap(transform, [12.25, 77.5])), [12.25, 77.5]);
      expectNear(composeAffine(invertAffine(transform), transform), identityAffine);
    }
  });

  it("refuses what cannot be undone", () => {
    expect(() => invertAffine([1, 2, 0, 2, 4, 0])).toThrow(RangeError);
  });
});

describe("extent", () => {
  it("surrounds a rotated raster", () => {
    const extent = extentOfRaster(rotated, 10, 20);
    expect(extent).toEqual([1000, 1840, 1130, 2020]);
    expect(extentContains(extent, toMap(rotated, [5, 5]))).toBe(true);
  });

  it("intersects, unites and finds its centre", () => {
    expect(intersectExtents([0, 0, 4, 4], [2, 1, 9, 3])).toEqual([2, 1, 4, 3]);
    expect(intersectExtents([0, 0, 4, 4], [4, 0, 9, 3])).toBeNull();
    expect(uniteExtents([0, 0, 4, 4], [2, -1, 9, 3])).toEqual([0, -1, 9, 4]);
    expect(centreOfExtent([0, 2, 4, 4])).toEqual([2, 3]);
  });
});

describe("grid", () => {
  const grid: TileGrid = { transform: northUp, tileSizePx: 64, ...gridSize(1000, 640, 64) };

  it("covers the raster, edges included", () => {
    expect(grid).toMatchObject({ gridRows: 10, gridCols: 16 });
  });

  it("finds every tile again from its centre and its index", () => {
    for (const transform of [northUp, rotated]) {
      const own = { ...grid, transform };
      for (let index = 0; index < own.gridRows * own.gridCols; index += 1) {
        const tile = tileOfIndex(own, index);
        expect(tileIndex(own, tile)).toBe(index);
        expect(tileAt(own, tileCentre(own, tile))).toEqual(tile);
        expect(extentContains(tileExtent(own, tile), tileCentre(own, tile))).toBe(true);
      }
    }
  });

  it("knows what lies outside", () => {
    expect(tileAt(grid, [499_999, 4_000_000])).toBeNull();
    expect(tileAt(grid, [500_000, 4_000_000])).toEqual({ row: 0, col: 0 });
    expect(tileAt(grid, [500_000 + 640 * 16, 3_999_999])).toBeNull();
  });

  it("lists corners clockwise from the upper left", () => {
    expect(tileCorners(grid, { row: 1, col: 2 })).toEqual([
      [501_280, 3_999_360],
      [501_920, 3_999_360],
      [501_920, 3_998_720],
      [501_280, 3_998_720],
    ]);
  });

  it("finds the tiles under a box, and cuts it at the grid", () => {
    const extent = tileExtent(grid, { row: 2, col: 3 });
    expect(tilesInExtent(grid, extent)).toEqual({
      first: { row: 2, col: 3 },
      last: { row: 2, col: 3 },
    });
    expect(tilesInExtent(grid, [0, 0, 1e9, 1e9])).toEqual({
      first: { row: 0, col: 0 },
      last: { row: 9, col: 15 },
    });
    expect(tilesInExtent(grid, [0, 0, 10, 10])).toBeNull();
  });
});
