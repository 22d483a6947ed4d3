import { describe, expect, it } from "vitest";
import { formatChange, formatMetric, formatTick, noValue } from "./format";

describe("formatMetric", () => {
  it("tells NaN from no value", () => {
    expect(formatMetric("loss", null, "en")).toBe("NaN");
    expect(formatMetric("loss", undefined, "en")).toBe(noValue);
  });

  it("gives units", () => {
    expect(formatMetric("memory_bytes", 1.5e9, "en")).toBe("1.5 GB");
    expect(formatMetric("samples_per_second", 123.4, "en")).toBe("123/s");
    expect(formatMetric("macro_f1", 0.91234, "zh-CN")).toBe("0.9123");
  });
});

describe("formatTick", () => {
  it.each([
    [0, "0"],
    [0.0005, "5e-4"],
    [0.001, "1e-3"],
    [0.0006000000000000001, "6e-4"],
    [0.25, "0.25"],
  ])("%s is %s", (value, text) => {
    expect(formatTick("learning_rate", value, "en")).toBe(text);
  });
});

describe("formatChange", () => {
  const four = (value: number) => value.toFixed(4);

  it("has a sign", () => {
    expect(formatChange(0.0132, four)).toBe("+0.0132");
    expect(formatChange(-0.0132, four)).toBe("−0.0132");
  });

  it("does not call noise a change", () => {
    expect(formatChange(0.00001, four)).toBe("±0.0000");
    expect(formatChange(null, four)).toBe(noValue);
  });
});
