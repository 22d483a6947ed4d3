import { describe, expect, it } from "vitest";
import { axisOf, barHeights, movedStretch, partAt } from "./stretch-axis";

const axis = { low: 0, high: 100 };
const stretch = { low: 20, high: 80 };

describe("the histogram", () => {
  it("shows 1 to 99 % with room, and the stretch wherever it is", () => {
    const histogram = { low: 0, high: 1, counts: [] };
    const spread = { p1: 100, p2: 110, p98: 290, p99: 300, mean: 200, standardDeviation: 50 };
    const channel = { min: 0, max: 10_000, histogram, ...spread };
    expect(axisOf(channel, { low: 110, high: 290 })).toEqual({ low: 50, high: 350 });
    expect(axisOf(channel, { low: -5, high: 9000 })).toEqual({ low: -5, high: 9000 });
    const flat = { ...channel, min: 7, max: 7, p1: 7, p99: 7 };
    expect(axisOf(flat, { low: 7, high: 7 })).toEqual({ low: 7, high: 8 });
  });

  it("is taken hold of at its ends, beside them, and between them", () => {
    const part = (share: number) => partAt(share, stretch, axis, 0.03);
    expect([0.05, 0.2, 0.22, 0.5, 0.79, 0.95].map(part)).toEqual([
      ...["low", "low", "low", "both", "high", "high"],
    ]);
    // Ends on top of each other come apart in the direction of the press.
    const narrow = { low: 50, high: 50 };
    expect(partAt(0.49, narrow, axis, 0.03)).toBe("low");
    expect(partAt(0.51, narrow, axis, 0.03)).toBe("high");
  });

  it("moves one end, never past the other, or both", () => {
    expect(movedStretch(stretch, "low", 10, axis)).toEqual({ low: 30, high: 80 });
    expect(movedStretch(stretch, "low", 500, axis)).toEqual({ low: 79.8, high: 80 });
    expect(movedStretch(stretch, "high", -500, axis)).toEqual({ low: 20, high: 20.2 });
    expect(movedStretch(stretch, "both", -30, axis)).toEqual({ low: -10, high: 50 });
  });

  it("keeps small bins visible beside a huge one", () => {
    const counts = [...new Array<number>(40).fill(10), 1_000_000];
    expect(barHeights(counts, false)[0]).toBeGreaterThan(0.8);
    expect(barHeights(counts, false).at(-1)).toBe(1);
    expect(barHeights(counts, true)[0]).toBeCloseTo(Math.log1p(10) / Math.log1p(1_000_000));
    expect(barHeights([], false)).toEqual([]);
    expect(barHeights([0, 0], true)).toEqual([0, 0]);
  });
});
