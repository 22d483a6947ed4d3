import { describe, expect, it } from "vitest";
import { appendPoint, axisValues, dropAfterStep, emptyCurve, epochMarks, smooth } from "./curves";

function curveOf(values: (number | null)[]) {
  const curve = emptyCurve();
  values.forEach((value, index) => {
    appendPoint(curve, { step: index + 1, epoch: (index + 1) / 4, atMs: 1000 * index, value });
  });
  return curve;
}

describe("appendPoint", () => {
  it("adds points in order", () => {
    expect(curveOf([3, 2, 1]).values).toEqual([3, 2, 1]);
  });

  it("ignores a step that is already there", () => {
    const curve = curveOf([3, 2]);
    appendPoint(curve, { step: 2, epoch: 0.5, atMs: 9, value: 99 });
    expect(curve.values).toEqual([3, 2]);
  });

  it("keeps NaN as a null", () => {
    expect(curveOf([1, null, 1]).values).toEqual([1, null, 1]);
  });
});

describe("dropAfterStep", () => {
  it("makes room for the steps of a resumed run", () => {
    const curve = curveOf([5, 4, 3, 2]);
    dropAfterStep(curve, 2);
    expect(curve.steps).toEqual([1, 2]);
    expect(curve.highs).toEqual([5, 4]);
    appendPoint(curve, { step: 3, epoch: 0.75, atMs: 50_000, value: 3.5 });
    expect(curve.values).toEqual([5, 4, 3.5]);
  });
});

describe("axisValues", () => {
  it("counts seconds from the start", () => {
    expect(axisValues(curveOf([1, 1, 1]), "time", 0)).toEqual([0, 1, 2]);
    expect(axisValues(curveOf([1, 1, 1]), "epoch", 0)).toEqual([0.25, 0.5, 0.75]);
  });
});

describe("smooth", () => {
  it("leaves a constant where it is, from the first point on", () => {
    for (const value of smooth([2, 2, 2, 2], 0.9)) expect(value).toBeCloseTo(2, 12);
  });

  it("keeps gaps and goes on behind them", () => {
    const smoothed = smooth([1, null, 1], 0.5);
    expect(smoothed[1]).toBeNull();
    expect(smoothed[2]).toBeCloseTo(1, 12);
  });

  it("is off at weight 0", () => {
    expect(smooth([1, 5, 2], 0)).toEqual([1, 5, 2]);
  });
});

describe("epochMarks", () => {
  it("marks whole epochs", () => {
    expect(epochMarks(curveOf([1, 1, 1, 1, 1, 1, 1, 1]), 10)).toEqual([
      { epoch: 1, step: 4 },
      { epoch: 2, step: 8 },
    ]);
  });

  it("marks fewer where there are many", () => {
    expect(epochMarks(curveOf(new Array(400).fill(1)), 10)).toHaveLength(10);
  });
});
