import { expect, it } from "vitest";
import { numberText, parseNumber } from "./number-input";

it("reads what people type", () => {
  expect(parseNumber("12")).toBe(12);
  expect(parseNumber(" 1e-4 ")).toBe(0.0001);
  expect(parseNumber("1,5")).toBe(1.5);
  expect(parseNumber("")).toBeNull();
  expect(parseNumber("abc")).toBeUndefined();
  expect(parseNumber("1,000,000")).toBeUndefined();
});

it("writes numbers without tails", () => {
  expect(numberText(0.1 + 0.2)).toBe("0.3");
  expect(numberText(0.0001)).toBe("1e-4");
  expect(numberText(64)).toBe("64");
  expect(numberText(null)).toBe("");
});
