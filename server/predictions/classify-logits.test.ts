import { describe, expect, it } from "vitest";
import { classifyLogits } from "./classify-logits";

describe("classifyLogits", () => {
  it("reads one row of many", () => {
    const verdict = classifyLogits([9, 9, 0, Math.log(3)], 2, 2);
    expect(verdict?.best).toBe(1);
    expect(verdict?.probabilities[0]).toBeCloseTo(0.25, 12);
    expect(verdict?.probabilities[1]).toBeCloseTo(0.75, 12);
  });

  it("takes the first of equals and stays finite for large numbers", () => {
    expect(classifyLogits([5e4, 5e4], 0, 2)).toEqual({ best: 0, probabilities: [0.5, 0.5] });
    expect(classifyLogits([Number.NEGATIVE_INFINITY, 0], 0, 2)?.best).toBe(1);
  });

  it.each([
    [[Number.NaN, Number.NaN]],
    [[1, Number.NaN]],
    [[Number.POSITIVE_INFINITY, 1]],
    [[Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    [[]],
  ])("names no class for %j", (logits: number[]) => {
    expect(classifyLogits(logits, 0, logits.length)).toBeNull();
  });
});
