import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatChange,
  formatCount,
  formatDuration,
  formatMetric,
  formatNumber,
  formatPercent,
  formatShort,
} from "./format";

/** Thin spaces are hard to see in a test. */
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("numbers", () => {
  it.each([
    [0, "0"],
    [0.012345, "0.01235"],
    [2e-5, "2e-5"],
    [153.2, "153.2"],
    [Number.NaN, "NaN"],
    [null, "–"],
  ])("%s is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("groups thousands", () => {
    expect(plain(formatCount(1234567))).toBe("1 234 567");
    expect(plain(formatCount(999))).toBe("999");
  });

  it("shortens parameters", () => {
    expect(plain(formatShort(3_620_000))).toBe("3.62 M");
    expect(plain(formatShort(812))).toBe("812");
  });

  it("shows shares and changes", () => {
    expect(plain(formatPercent(0.9172))).toBe("91.7 %");
    expect(formatChange(-0.0132)).toBe("−0.0132");
    expect(formatChange(0)).toBe("±0");
  });
});

describe("units", () => {
  it.each([
    [900, "0.9 s"],
    [42_000, "42 s"],
    [185_000, "3 min 05 s"],
    [7_620_000, "2 h 07 min"],
  ])("%i ms is %s", (ms, text) => {
    expect(plain(formatDuration(ms))).toBe(text);
  });

  it("shows bytes", () => {
    expect(plain(formatBytes(512))).toBe("512 B");
    expect(plain(formatBytes(16 * 1024 * 1024))).toBe("16.0 MiB");
  });

  it("tells NaN from no value", () => {
    expect(formatMetric("loss", null)).toBe("NaN");
    expect(formatMetric("loss", undefined)).toBe("–");
  });
});
