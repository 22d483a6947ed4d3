import { describe, expect, it } from "vitest";
import { tallyAct } from "./act-tally";

describe("tallyAct", () => {
  const plane = Uint8Array.of(0, 1, 2, 2, 0, 1);

  it("tells new labels from changed ones and from those that are so already", () => {
    expect(tallyAct(plane, [0, 1, 2, 3], 2)).toEqual({
      tiles: 4,
      unlabelled: 1,
      changing: 1,
      same: 2,
    });
  });

  it("counts what clearing takes away", () => {
    expect(tallyAct(plane, [0, 1, 2], 0)).toEqual({
      tiles: 3,
      unlabelled: 0,
      changing: 2,
      same: 1,
    });
  });

  it("leaves out cells that hold no tile", () => {
    expect(tallyAct(plane, [3, 4, 5], 1, 5)).toMatchObject({ tiles: 2 });
  });
});
