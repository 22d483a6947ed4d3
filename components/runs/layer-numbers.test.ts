import { describe, expect, it } from "vitest";
import { layersText, parseLayers } from "./layer-numbers";

describe("numbers of layers as text", () => {
  it.each([
    ["0-3, 11", [0, 1, 2, 3, 11]],
    ["", null],
    ["5", [5]],
    ["2, 0, 1", [0, 1, 2]],
    ["1-2 2-4", [1, 2, 3, 4]],
    ["3，7、9", [3, 7, 9]],
  ])("reads %j", (text, layers) => {
    expect(parseLayers(text)).toEqual(layers);
  });

  it.each(["x", "3-1", "-1", "1.5", "1000", "0-600", "1--2"])("refuses %j", (text) => {
    expect(parseLayers(text)).toBeUndefined();
  });

  it("writes what it reads", () => {
    expect(layersText([11, 3, 0, 1, 2])).toBe("0-3, 11");
    expect(layersText(null)).toBe("");
    expect(parseLayers(layersText([0, 2, 4, 5]))).toEqual([0, 2, 4, 5]);
  });
});
