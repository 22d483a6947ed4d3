/** Two-sided 95 % quantiles of Student's t by degrees of freedom, 1 to 30. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];
const normalQuantile = 1.96;

/**
 * Mean of the values, and half the width of its 95 % confidence interval: t(n - 1) * s / sqrt(n),
 * with the sample deviation s. It takes the values for a sample of a normal distribution.
 *
 * @returns `half` is null for a single value; null without values.
 */
export function meanInterval(
  values: readonly number[],
): { mean: number; half: number | null } | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, half: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const quantile = quantiles[count - 2] ?? normalQuantile;
  return { mean, half: (quantile * deviation) / Math.sqrt(count) };
}
