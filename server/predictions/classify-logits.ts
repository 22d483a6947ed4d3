/** What a model says of one tile. */
export interface Verdict {
  /** Position of the most probable class; the first of equals, as numpy.argmax. */
  best: number;
  probabilities: number[];
}

/**
 * Reads one row of logits.
 *
 * @returns null when it holds no numbers: the model overflowed, and any class would be invented.
 */
export function classifyLogits(
  logits: ArrayLike<number>,
  offset: number,
  count: number,
): Verdict | null {
  const probabilities = softmax(logits, offset, count);
  if (count === 0 || probabilities.some(Number.isNaN)) return null;
  return { best: indexOfLargest(probabilities), probabilities };
}

function softmax(logits: ArrayLike<number>, offset: number, count: number): number[] {
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index += 1) {
    highest = Math.max(highest, logits[offset + index] as number);
  }
  const powers = Array.from({ length: count }, (_, index) =>
    Math.exp((logits[offset + index] as number) - highest),
  );
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((one) => one / sum);
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] as number) > (values[best] as number)) best = index;
  }
  return best;
}
