import { describe, expect, it } from "vitest";
import {
  boxOfCells,
  boxOfChange,
  boxOfMarks,
  frameWithin,
  joinBoxes,
  wholeCanvas,
} from "./dirty-box";
import type { GridFrame } from "./draw-cells";
import { noMarks } from "./draw-marks";

/** 20 rows and 30 columns of 10 px tiles, whose corner is at (50, 40) of a 400 x 300 px canvas. */
const frame = {
  widthPx: 400,
  heightPx: 300,
  pixelRatio: 1,
  leftPx: 50,
  topPx: 40,
  cellWidthPx: 10,
  cellHeightPx: 10,
  firstRow: 0,
  endRow: 20,
  firstCol: 0,
  endCol: 30,
} as GridFrame;

describe("dirty boxes", () => {
  it("hold the cells that changed, and what may stand out from them", () => {
    expect(boxOfCells(frame, [2 * 30 + 3, 4 * 30 + 1], 30)).toEqual({
      left: 60 - 12,
      top: 60 - 12,
      right: 90 + 12,
      bottom: 90 + 12,
    });
    expect(boxOfCells(frame, [], 30)).toBeNull();
  });

  it("hold every mark", () => {
    expect(boxOfMarks(frame, noMarks)).toBeNull();
    const marks = {
      ...noMarks,
      cursor: { row: 0, col: 0 },
      hover: { row: 10, col: 10 },
      brushRadius: 2,
    };
    expect(boxOfMarks(frame, marks)).toEqual({
      left: 50 - 12,
      top: 40 - 12,
      right: 150 + 10 + 20 + 12,
      bottom: 140 + 10 + 20 + 12,
    });
  });

  it("hold picked tiles where they come and where they go, but not while the pointer moves", () => {
    const cols = { ...frame, cols: 30 };
    const picked = { ...noMarks, picked: [3 * 30 + 4] };
    const box = { left: 90 - 12, top: 70 - 12, right: 100 + 12, bottom: 80 + 12 };
    expect(boxOfChange(cols, noMarks, picked)).toEqual(box);
    expect(boxOfChange(cols, picked, noMarks)).toEqual(box);
    const hovered = { ...picked, hover: { row: 10, col: 10 } };
    expect(boxOfChange(cols, picked, hovered)).toEqual(boxOfMarks(cols, hovered));
  });

  it("join to one that holds both", () => {
    const box = { left: 1, top: 2, right: 3, bottom: 4 };
    expect(joinBoxes(null, box)).toBe(box);
    expect(joinBoxes(box, wholeCanvas(frame))).toEqual(wholeCanvas(frame));
  });

  it("choose the tiles to draw, with neighbours", () => {
    const within = frameWithin(frame, { left: 100, top: 100, right: 121, bottom: 130 });
    expect([within.firstCol, within.endCol]).toEqual([5 - 2, 8 + 2]);
    expect([within.firstRow, within.endRow]).toEqual([6 - 2, 9 + 2]);
  });
});
