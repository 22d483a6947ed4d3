import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelativeTime,
} from "./format";

describe("formatBytes", () => {
  it("keeps three significant digits", () => {
    expect(formatBytes(0, "en")).toBe("0 B");
    expect(formatBytes(1536, "en")).toBe("1.54 KB");
    expect(formatBytes(145_000_000, "en")).toBe("145 MB");
  });
});

describe("formatPercent", () => {
  it("never calls a small share nothing, nor an almost whole one everything", () => {
    expect(formatPercent(0, "en")).toBe("0 %");
    expect(formatPercent(1, "en")).toBe("100 %");
    expect(formatPercent(0.00001, "en")).toBe("< 0.1 %");
    expect(formatPercent(0.99999, "en")).toBe("> 99.9 %");
    expect(formatPercent(0.1234, "en")).toBe("12.3 %");
  });
});

describe("formatDuration", () => {
  it("shows the two largest units", () => {
    expect(formatDuration(400, "en")).toBe("0.4 s");
    expect(formatDuration(65_000, "en")).toBe("1 min 5 s");
    expect(formatDuration(3_725_000, "en")).toBe("1 h 2 min");
    expect(formatDuration(3_725_000, "zh-CN")).toBe("1 小时 2 分");
    expect(formatDuration(90_000_000, "en")).toBe("1 d 1 h");
  });
});

describe("formatNumber", () => {
  it("writes the very small and the very large with exponents", () => {
    expect(formatNumber(0.00012345, "en")).toBe("1.23e-4");
    expect(formatNumber(12.34567, "en")).toBe("12.35");
    expect(formatNumber(Number.NaN, "en")).toBe("–");
  });
});

describe("formatRelativeTime", () => {
  it("speaks both languages", () => {
    expect(formatRelativeTime(0, 180_000, "en")).toBe("3 minutes ago");
    expect(formatRelativeTime(0, 180_000, "zh-CN")).toBe("3分钟前");
    expect(formatRelativeTime(0, 1000, "en")).toBe("now");
  });
});
