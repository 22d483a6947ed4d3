import { describe, expect, it } from "vitest";
import { FloodTool, similarCells, type TileLooks } from "./flood-tool";
import { LassoTool } from "./lasso-tool";
import type { ToolPoint } from "./tool";

const tilePx = 20;

/** A point on the screen where tiles are 20 px wide. */
function at(row: number, col: number, inside = true): ToolPoint {
  const tile = { row: Math.floor(row), col: Math.floor(col) };
  return { tile, inside, at: { row, col }, xPx: col * tilePx, yPx: row * tilePx };
}

describe("lasso", () => {
  const size = { rows: 6, cols: 6 };

  it("gives the tiles inside the line when it is let go, wherever that is", () => {
    const tool = new LassoTool(size);
    tool.press(at(1, 1));
    expect(tool.phase).toBe("pointing");
    for (const [row, col] of [
      [1, 4],
      [4, 4],
      [4, 1],
    ] as const) {
      tool.move(at(row, col));
    }
    expect(tool.phase).toBe("dragging");
    expect(tool.cells).toHaveLength(9);
    expect(tool.preview).toMatchObject({ shape: "polygon" });
    expect([...(tool.release(at(3.9, 1)) ?? [])]).toEqual([7, 8, 9, 13, 14, 15, 19, 20, 21]);
    expect(tool.phase).toBe("idle");
    expect(tool.preview).toBeNull();
  });

  it("may begin and run outside the grid", () => {
    const tool = new LassoTool(size);
    tool.press(at(-2, -2, false));
    for (const [row, col] of [
      [-2, 2],
      [2, 2],
      [2, -2],
    ] as const) {
      tool.move(at(row, col, row > 0));
    }
    expect([...(tool.release(at(0, -2, false)) ?? [])]).toEqual([0, 1, 6, 7]);
  });

  it("paints one tile on a click", () => {
    const tool = new LassoTool(size);
    tool.press(at(2.5, 3.5));
    tool.move(at(2.55, 3.55));
    expect([...(tool.release(at(2.5, 3.5)) ?? [])]).toEqual([15]);
  });

  it("forgets the line on Escape", () => {
    const tool = new LassoTool(size);
    tool.press(at(1, 1));
    tool.move(at(4, 4));
    tool.cancel();
    expect(tool.preview).toBeNull();
    expect(tool.release(at(1, 4))).toBeNull();
  });
});

describe("flood", () => {
  const size = { rows: 3, cols: 4 };
  const looks: TileLooks = {
    channels: [
      Float32Array.of(0.1, 0.1, 0.5, 0.1, 0.12, 0.5, 0.5, 0.1, 0.2, 0.15, 0.5, 0.1),
      Float32Array.of(0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.9, 0.3, 0.3),
    ],
    valid: Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  };

  it("takes what hangs together and looks like the first tile in every channel", () => {
    expect([...similarCells(looks, size, 0, 0.05)]).toEqual([0, 1, 4]);
    expect([...similarCells(looks, size, 0, 0.1)]).toEqual([0, 1, 4, 8]);
    expect([...similarCells(looks, size, 3, 0)]).toEqual([3, 7, 11]);
    expect(similarCells(looks, size, 0, 1)).toHaveLength(12);
  });

  it("does not wander off along a slow change of colour", () => {
    const ramp = {
      channels: [Float32Array.from({ length: 10 }, (_, cell) => cell / 10)],
      valid: new Uint8Array(10).fill(1),
    };
    expect([...similarCells(ramp, { rows: 1, cols: 10 }, 2, 0.1)]).toEqual([1, 2, 3]);
  });

  it("neither begins in nor goes over tiles without imagery", () => {
    const holed = { ...looks, valid: looks.valid.slice() };
    holed.valid[1] = 0;
    holed.valid[4] = 0;
    expect([...similarCells(holed, size, 0, 1)]).toEqual([0]);
    expect(similarCells(holed, size, 1, 1)).toHaveLength(0);
  });

  it("shows before the click what a click will take", () => {
    const tool = new FloodTool(size, looks, 0.05);
    expect(tool.hover(at(0, 0))).toBe(true);
    expect(tool.hover(at(0, 0))).toBe(false);
    expect([...tool.cells]).toEqual([0, 1, 4]);
    expect(tool.phase).toBe("idle");
    tool.press(at(0, 0));
    expect([...(tool.release(at(0, 0)) ?? [])]).toEqual([0, 1, 4]);
    expect(tool.preview).toBeNull();
    tool.hover(at(2, 3));
    expect(tool.hover(null)).toBe(true);
    expect(tool.preview).toBeNull();
  });

  it("takes nothing outside the grid, after a drag, or before the looks are known", () => {
    const tool = new FloodTool(size, looks, 0.05);
    tool.press(at(0, 0, false));
    expect(tool.release(at(0, 0, false))).toBeNull();
    tool.press(at(0, 0));
    expect(tool.release(at(2, 2))).toBeNull();
    const blind = new FloodTool(size, null, 0.05);
    blind.press(at(0, 0));
    expect(blind.release(at(0, 0))).toBeNull();
  });
});
