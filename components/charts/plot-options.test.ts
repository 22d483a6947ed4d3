import { describe, expect, it } from "vitest";
import { alignLines, type ChartLine, columnsPerLine, valueColumn } from "./plot-options";

const line = (key: string, x: number[], y: (number | null)[]): ChartLine => ({
  key,
  label: key,
  colour: "#000000",
  x,
  y,
});

describe("alignLines", () => {
  it("keeps NaN as a gap and lets steps that a line lacks be drawn through", () => {
    const data = alignLines([line("a", [1, 2, 3], [5, null, 3]), line("b", [2], [9])], false);
    expect(data).toHaveLength(1 + 2 * columnsPerLine);
    expect(data[0]).toEqual([1, 2, 3]);
    expect(data[valueColumn(0)]).toEqual([5, null, 3]);
    expect(data[valueColumn(1)]).toEqual([undefined, 9, undefined]);
  });

  it("copies: a curve that grows later does not change what is drawn", () => {
    const x = [1, 2];
    const y = [5, 4];
    const data = alignLines([line("a", x, y)], false);
    x.push(3);
    y.push(3);
    expect(data[0]).toEqual([1, 2]);
    expect(data[valueColumn(0)]).toEqual([5, 4]);
  });

  it("has no place for zero on a log scale", () => {
    const data = alignLines([line("a", [1, 2], [0, 10])], true);
    expect(data[valueColumn(0)]).toEqual([null, 10]);
  });
});
