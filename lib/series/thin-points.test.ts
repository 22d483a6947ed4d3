import { describe, expect, it } from "vitest";
import { type SeriesPoint, thinPoints } from "./thin-points";

const point = (step: number, value: number | null): SeriesPoint => ({
  step,
  epoch: step / 100,
  atMs: step * 10,
  value,
});

describe("thinPoints", () => {
  it("leaves a short curve as it was written", () => {
    const columns = thinPoints([point(1, 3), point(5, null), point(9, 2)], 10);
    expect(columns).toEqual({
      thinned: false,
      steps: [1, 5, 9],
      atMs: [10, 50, 90],
      epochs: [0.01, 0.05, 0.09],
      values: [3, null, 2],
      lows: [3, null, 2],
      highs: [3, null, 2],
    });
  });

  it("keeps every spike, the last value, and true steps, for any number of buckets", () => {
    for (const count of [11, 97, 1000, 4321]) {
      const points = Array.from({ length: count }, (_, index) =>
        point(index * 3, index % 50 === 7 ? 1000 + index : Math.sin(index)),
      );
      for (const buckets of [10, 33, 100]) {
        const columns = thinPoints(points, buckets);
        if (count <= buckets) continue;
        expect(columns.steps.length).toBeLessThanOrEqual(buckets);
        const values = points.map((one) => one.value as number);
        expect(Math.max(...(columns.highs as number[]))).toBe(Math.max(...values));
        expect(Math.min(...(columns.lows as number[]))).toBe(Math.min(...values));
        expect(columns.steps.at(-1)).toBe(points.at(-1)?.step);
        expect(columns.values.at(-1)).toBe(values.at(-1));
        columns.steps.forEach((step, index) => {
          expect(columns.values[index]).toBe(points[step / 3]?.value);
          expect(columns.lows[index]).toBeLessThanOrEqual(columns.highs[index] as number);
        });
        expect([...columns.steps].sort((a, b) => a - b)).toEqual(columns.steps);
      }
    }
  });

  it("does not let a missing value hide the others of its bucket", () => {
    const points = Array.from({ length: 100 }, (_, index) =>
      point(index, index % 10 === 9 ? null : index),
    );
    const columns = thinPoints(points, 10);
    expect(columns.values).toEqual(Array(10).fill(null));
    expect(columns.lows[3]).toBe(30);
    expect(columns.highs[3]).toBe(38);
  });

  it("answers for no points at all", () => {
    expect(thinPoints([], 10).steps).toEqual([]);
  });
});
