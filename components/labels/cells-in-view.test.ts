import { describe, expect, it } from "vitest";
import { cellsInViewToFill } from "./cells-in-view";

describe("cellsInViewToFill", () => {
  const grid = { rows: 3, cols: 3, tileCount: 8 };
  const plane = Uint8Array.of(0, 1, 0, 0, 0, 2, 0, 0, 0);
  const view = (from: [number, number], to: [number, number]) => ({
    tilesInView: () =>
      [
        { row: from[0], col: from[1] },
        { row: to[0], col: to[1] },
      ] as [{ row: number; col: number }, { row: number; col: number }],
  });

  it("takes what is seen and has no label, but no cell without a tile", () => {
    expect([...cellsInViewToFill(view([0, 0], [1, 1]), plane, grid, null)]).toEqual([0, 3, 4]);
    expect([...cellsInViewToFill(view([1, 0], [2, 2]), plane, grid, null)]).toEqual([3, 4, 6, 7]);
    expect(cellsInViewToFill({ tilesInView: () => null }, plane, grid, null)).toHaveLength(0);
  });

  it("leaves tiles without imagery alone", () => {
    const withImagery = Uint8Array.of(0, 1, 1, 1, 0, 1, 1, 1, 1);
    expect([...cellsInViewToFill(view([0, 0], [2, 2]), plane, grid, withImagery)]).toEqual([
      2, 3, 6, 7,
    ]);
  });
});
