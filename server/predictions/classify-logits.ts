/** Softmax of one row of logits. */
export function softmax(logits: ArrayLike<number>, offset: number, count: number): number[] {
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

/** Position of the largest; the first of equals, as numpy.argmax. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] as number) > (values[best] as number)) best = index;
  }
  return best;
}
