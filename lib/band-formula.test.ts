import { describe, expect, it } from "vitest";
import {
  bandsOfFormula,
  compileFormula,
  FormulaError,
  type FormulaProblem,
  parseFormula,
  renumberFormula,
} from "./band-formula";

/** The value of a formula where band n holds `values[n - 1]`. */
function computed(text: string, values: number[]): number {
  return compileFormula(parseFormula(text, values.length), (band) => band - 1)(values, 0);
}

function problemOf(text: string, bandCount = 8): FormulaProblem | null {
  try {
    parseFormula(text, bandCount);
    return null;
  } catch (thrown) {
    if (thrown instanceof FormulaError) return thrown.problem;
    throw thrown;
  }
}

describe("formulas", () => {
  it("are read as they are written on paper", () => {
    expect(computed("(b4-b3)/(b4+b3)", [0, 0, 1, 3])).toBe(0.5);
    expect(computed("b1 + b2 * b3 ^ 2", [1, 2, 3])).toBe(19);
    expect(computed("b1 - b2 - b3", [10, 3, 2])).toBe(5);
    expect(computed("b1 / b2 / b3", [12, 3, 2])).toBe(2);
    expect(computed("-b1^2", [3])).toBe(-9);
    expect(computed("2 ^ b1 ^ 2", [3])).toBe(512);
    expect(computed("2.5*(B2-b1)/(b2+6*b1+1)", [1, 2])).toBeCloseTo(2.5 / 9);
    expect(computed("- - +b1", [4])).toBe(4);
    expect(computed("b01", [7])).toBe(7);
  });

  it("know a few functions", () => {
    expect(computed("max(b1, min(b2, 5)) + abs(-b1) + sqrt(b3)", [1, 9, 16])).toBe(10);
    expect(computed("sqrt(b1)", [-4])).toBe(0);
    expect(computed("b1 ^ 2 + b1 ^ 0.5", [-4])).toBe(16);
  });

  it("say which bands they read", () => {
    expect(bandsOfFormula(parseFormula("(b8-b4)/(b8+max(b4,b2))"))).toEqual([2, 4, 8]);
  });

  it("take other band numbers", () => {
    expect(renumberFormula("(b4-b3)/(B4+b3)", (band) => band + 10)).toBe("(b14-b13)/(b14+b13)");
  });
});

describe("formulas that are refused", () => {
  const refused: [string, FormulaProblem][] = [
    ["", "empty"],
    ["   ", "empty"],
    ["1 + 2", "noBand"],
    ["b9", "unknownBand"],
    ["b0", "unknownBand"],
    ["b1 +", "unfinished"],
    ["(b1", "unfinished"],
    ["b1)", "unexpected"],
    ["b1 b2", "unexpected"],
    ["b1 ** 2", "unexpected"],
    ["min(b1)", "arguments"],
    ["abs(b1, b2)", "arguments"],
    ["red / b1", "unknownName"],
    ["b1 * 99999999999999999999", "numberSize"],
    ["b1 * 0.0000000001", "numberSize"],
    // Attempts to reach more than numbers.
    ["constructor(b1)", "unknownName"],
    ["__proto__", "unexpected"],
    ["b1.constructor", "unexpected"],
    ["b1['x']", "unexpected"],
    ["alert(1)", "unknownName"],
    ["toString(b1)", "unknownName"],
    ["b1; discard;", "unexpected"],
    ["b1 /* */ + b2", "unexpected"],
    ["b1 // b2", "unexpected"],
    ["$" + "{b1}", "unexpected"],
    ["b1 \u202e+ b2", "unexpected"],
    ["1e9 * b1", "unexpected"],
    ["((((".repeat(20), "tooDeep"],
    [`${"-".repeat(150)}b1`, "tooDeep"],
    [`${"(".repeat(90)}b1${")".repeat(90)}`, "tooDeep"],
    [`${"1/(".repeat(40)}b1${")".repeat(40)}`, "tooDeep"],
    [`b1${" + b1".repeat(100)}`, "tooLong"],
  ];
  for (const [text, problem] of refused) {
    it(`${JSON.stringify(text.slice(0, 30))}: ${problem}`, () => {
      expect(problemOf(text)).toBe(problem);
    });
  }

  it("more bands than a picture is made from", () => {
    const sum = Array.from({ length: 17 }, (_, index) => `b${index + 1}`).join("+");
    expect(problemOf(sum, 64)).toBe("tooManyBands");
  });

  it("quickly, whatever they are", () => {
    const started = performance.now();
    for (const piece of ["(", "b1^", "-", "min(", "1/", " ", ")", "b", "9"]) {
      expect(problemOf(piece.repeat(100_000))).not.toBeNull();
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
