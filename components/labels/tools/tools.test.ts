import { describe, expect, it } from "vitest";
import { BrushTool, brushTiles, tilesBetween } from "./brush-tool";
import { ClickTool } from "./click-tool";
import { RectangleTool, rectangleCells } from "./rectangle-tool";
import type { ToolPoint } from "./tool";

const tilePx = 20;
const size = { rows: 5, cols: 5 };
const cell = (row: number, col: number) => row * size.cols + col;

function at(row: number, col: number, part: Partial<ToolPoint> = {}): ToolPoint {
  const [xPx, yPx] = [col * tilePx, row * tilePx];
  return { tile: { row, col }, inside: true, at: { row, col }, xPx, yPx, ...part };
}

describe("click", () => {
  it("gives the tile that was pressed and released in place", () => {
    const tool = new ClickTool(size);
    tool.press(at(2, 3));
    expect(tool.phase).toBe("pointing");
    tool.move(at(2, 3, { xPx: 63 }));
    expect(tool.release(at(2, 3))).toEqual(Int32Array.of(cell(2, 3)));
    expect(tool.phase).toBe("idle");
  });

  it("leaves a press that moved to the map", () => {
    const tool = new ClickTool(size);
    tool.press(at(2, 3));
    tool.move(at(2, 5));
    expect(tool.phase).toBe("dragging");
    expect(tool.release(at(2, 3))).toBeNull();
  });

  it("gives nothing outside the grid, without a press, or after Escape", () => {
    const tool = new ClickTool(size);
    tool.press(at(0, 0, { inside: false }));
    expect(tool.release(at(0, 0))).toBeNull();
    expect(tool.release(at(1, 1))).toBeNull();
    tool.press(at(1, 1));
    tool.cancel();
    expect(tool.release(at(1, 1))).toBeNull();
  });
});

describe("brush", () => {
  it("is one tile at radius 0, a plus at 1, and round further on", () => {
    expect(brushTiles(0)).toEqual([{ row: 0, col: 0 }]);
    expect(brushTiles(1)).toHaveLength(5);
    const wide = brushTiles(6);
    expect(wide.length).toBeGreaterThan(Math.PI * 36 * 0.95);
    expect(wide.length).toBeLessThan(Math.PI * 36 * 1.1);
  });

  it("leaves no holes in a fast stroke", () => {
    const way = tilesBetween({ row: 0, col: 0 }, { row: 3, col: 9 });
    expect(way[0]).toEqual({ row: 0, col: 0 });
    expect(way.at(-1)).toEqual({ row: 3, col: 9 });
    for (let step = 1; step < way.length; step += 1) {
      const [one, other] = [way[step - 1], way[step]];
      expect(Math.abs((one?.row ?? 0) - (other?.row ?? 0))).toBeLessThanOrEqual(1);
      expect(Math.abs((one?.col ?? 0) - (other?.col ?? 0))).toBeLessThanOrEqual(1);
    }
  });

  it("gives every touched tile once, inside the grid only", () => {
    const tool = new BrushTool(size, 1);
    tool.press(at(0, 0));
    tool.move(at(0, 2));
    tool.move(at(0, 0));
    expect(tool.phase).toBe("dragging");
    const cells = [...(tool.release(at(0, 0)) ?? [])];
    expect(cells.sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 5, 6, 7]);
  });

  it("paints one tile on a single click and previews it", () => {
    const tool = new BrushTool(size, 0);
    tool.press(at(3, 3));
    expect(tool.preview).toEqual({ shape: "cells", cells: Int32Array.of(cell(3, 3)) });
    expect(tool.release(at(3, 3))).toEqual(Int32Array.of(cell(3, 3)));
    expect(tool.preview).toBeNull();
  });

  it("forgets a stroke on Escape and does not start outside", () => {
    const tool = new BrushTool(size, 1);
    tool.press(at(1, 1));
    tool.cancel();
    expect(tool.release(at(1, 2))).toBeNull();
    tool.press(at(0, 0, { inside: false }));
    expect(tool.phase).toBe("idle");
  });
});

describe("rectangle", () => {
  it("gives all tiles between the corners, whichever came first", () => {
    const cells = rectangleCells({ row: 3, col: 4 }, { row: 2, col: 2 }, size);
    expect([...cells]).toEqual([12, 13, 14, 17, 18, 19]);
  });

  it("goes from pointing to dragging and ends at the release", () => {
    const tool = new RectangleTool(size);
    tool.press(at(1, 1));
    expect(tool.phase).toBe("pointing");
    tool.move(at(2, 3));
    expect(tool.phase).toBe("dragging");
    expect(tool.preview).toEqual({
      shape: "rectangle",
      from: { row: 1, col: 1 },
      to: { row: 2, col: 3 },
    });
    expect(tool.release(at(2, 3))).toHaveLength(6);
    expect(tool.phase).toBe("idle");
  });

  it("forgets itself on Escape", () => {
    const tool = new RectangleTool(size);
    tool.press(at(1, 1));
    tool.cancel();
    expect(tool.preview).toBeNull();
    expect(tool.release(at(2, 2))).toBeNull();
  });
});
