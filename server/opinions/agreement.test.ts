import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  addCoincidences,
  cohenKappa,
  emptyMatrix,
  krippendorffAlpha,
  type Matrix,
  oneAgainstRest,
} from "./agreement";

/** Coincidences of rows of answers, one person each, as papers print them; `.` is missing. */
function coincidencesOf(rows: readonly string[], classes: string): number[][] {
  const coincidences = emptyMatrix(classes.length);
  for (let unit = 0; unit < (rows[0] ?? "").length; unit += 1) {
    const answers = rows.map((row) => classes.indexOf(row[unit] ?? ".")).filter((at) => at >= 0);
    addCoincidences(coincidences, answers);
  }
  return coincidences;
}

describe("Krippendorff's alpha", () => {
  // "Computing Krippendorff's Alpha-Reliability", 2011, sections A, B and C.
  it("is that of the published examples", () => {
    const binary = coincidencesOf(["0100000010", "1110010000"], "01");
    expect(krippendorffAlpha(binary)).toBeCloseTo(0.095, 3);
    const nominal = coincidencesOf(["aabbdcccedda", "babbbccceddd"], "abcde");
    expect(krippendorffAlpha(nominal)).toBeCloseTo(0.692, 3);
    const missing = coincidencesOf(
      ["123321412...", "1233224125.3", ".3332342251.", "12332441251."],
      "12345",
    );
    expect(krippendorffAlpha(missing)).toBeCloseTo(0.743, 3);
  });

  it("of one class against the rest is that of answers renamed so", () => {
    const rows = ["aabbdcccedda", "babbbccceddd"];
    const renamed = rows.map((row) => row.replace(/[^b]/g, "x"));
    expect(krippendorffAlpha(oneAgainstRest(coincidencesOf(rows, "abcde"), 1))).toBeCloseTo(
      krippendorffAlpha(coincidencesOf(renamed, "bx")) ?? Number.NaN,
      12,
    );
  });

  it("is not defined without two answers, or with one class only", () => {
    expect(krippendorffAlpha(coincidencesOf(["a..", ".a."], "ab"))).toBeNull();
    expect(krippendorffAlpha(coincidencesOf(["aaa", "aaa"], "ab"))).toBeNull();
  });
});

const python = path.resolve("server/trainer/.venv/bin/python");
const script = `
import json, sys
from sklearn.metrics import cohen_kappa_score
for matrix in json.load(sys.stdin):
    pairs = [(r, c) for r, row in enumerate(matrix) for c, n in enumerate(row) for _ in range(n)]
    print(cohen_kappa_score([r for r, _ in pairs], [c for _, c in pairs]))
`;

/** Counts from a small generator of its own, so that every run compares the same. */
function drawMatrices(count: number): number[][][] {
  let state = 7;
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, (_, size) =>
    Array.from({ length: 2 + (size % 5) }, (_row, row) =>
      Array.from({ length: 2 + (size % 5) }, (_column, column) => draw(row === column ? 40 : 9)),
    ),
  );
}

describe("Cohen's kappa", () => {
  it("is worked out by hand", () => {
    // po = 35 / 50, pe = (25 · 30 + 25 · 20) / 50² = 0.5.
    const matrix: Matrix = [
      [20, 5],
      [10, 15],
    ];
    expect(cohenKappa(matrix)).toBeCloseTo(0.4, 12);
    expect(cohenKappa([[0]])).toBeNull();
    expect(
      cohenKappa([
        [9, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });

  it.skipIf(!existsSync(python))("is scikit-learn's (skipped without the trainer's Python)", () => {
    const matrices = drawMatrices(12);
    const all = [...matrices, ...matrices.map((matrix) => oneAgainstRest(matrix, 1))];
    const printed = execFileSync(python, ["-c", script], { input: JSON.stringify(all) });
    const expected = printed.toString().trim().split("\n").map(Number);
    expect(expected).toHaveLength(all.length);
    all.forEach((matrix, at) => {
      expect(cohenKappa(matrix)).toBeCloseTo(expected[at] as number, 9);
    });
  });
});
