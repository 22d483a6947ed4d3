/**
 * Coefficients of agreement for nominal data. A matrix counts tiles: rows are one person's classes,
 * columns the other's.
 */

export type Matrix = readonly (readonly number[])[];

/**
 * Cohen's kappa of two people: (po - pe) / (1 - pe), with po the share of the diagonal and pe what
 * the margins would give by chance (Cohen, "A coefficient of agreement for nominal scales",
 * Educational and Psychological Measurement 20, 1960).
 *
 * @returns null where it is not defined: no tile, or both always name the same one class.
 */
export function cohenKappa(matrix: Matrix): number | null {
  const count = sum(matrix.map(sum));
  if (count === 0) return null;
  const observed = sum(matrix.map((row, at) => row[at] ?? 0)) / count;
  const rows = matrix.map(sum);
  const columns = matrix.map((_, at) => sum(matrix.map((row) => row[at] ?? 0)));
  const expected = sum(rows.map((row, at) => row * (columns[at] ?? 0))) / count ** 2;
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

/** The same two people asked about one class only: this one, or another. */
export function oneAgainstRest(matrix: Matrix, at: number): Matrix {
  const both = matrix[at]?.[at] ?? 0;
  const first = sum(matrix[at] ?? []) - both;
  const second = sum(matrix.map((row) => row[at] ?? 0)) - both;
  const neither = sum(matrix.map(sum)) - both - first - second;
  return [
    [both, first],
    [second, neither],
  ];
}

/**
 * Krippendorff's alpha for nominal data, from the matrix of coincidences:
 * 1 - (n - 1) · Σ o_ck / Σ n_c n_k over pairs c ≠ k (Krippendorff, "Computing Krippendorff's
 * Alpha-Reliability", 2011, section C). It takes any number of people and missing answers.
 *
 * @param coincidences o_ck: of every tile with m answers, each ordered pair of them counts
 *   1 / (m - 1); `addCoincidences` does that.
 * @returns null where it is not defined: fewer than two answers, or one class only.
 */
export function krippendorffAlpha(coincidences: Matrix): number | null {
  const totals = coincidences.map(sum);
  const n = sum(totals);
  const agreeing = sum(coincidences.map((row, at) => row[at] ?? 0));
  const expected = n ** 2 - sum(totals.map((total) => total ** 2));
  if (expected <= 0) return null;
  return 1 - ((n - 1) * (n - agreeing)) / expected;
}

/** Adds the answers to one tile to a matrix of coincidences; a single one is compared with nothing. */
export function addCoincidences(coincidences: number[][], answers: readonly number[]): void {
  if (answers.length < 2) return;
  const weight = 1 / (answers.length - 1);
  answers.forEach((one, first) => {
    answers.forEach((other, second) => {
      const row = coincidences[one];
      if (first !== second && row) row[other] = (row[other] ?? 0) + weight;
    });
  });
}

export function emptyMatrix(size: number): number[][] {
  return Array.from({ length: size }, () => new Array<number>(size).fill(0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
