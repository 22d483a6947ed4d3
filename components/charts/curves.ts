/**
 * A curve is one metric of one split of one run, in order of steps.
 *
 * All arrays have one length. `values` holds null where the trainer measured NaN or infinity.
 * `lows` and `highs` are the extremes of the bucket that a point stands for; they equal the value
 * where nothing was thinned.
 */
export interface Curve {
  steps: number[];
  epochs: number[];
  atMs: number[];
  values: (number | null)[];
  lows: (number | null)[];
  highs: (number | null)[];
  thinned: boolean;
}

export interface CurvePoint {
  step: number;
  epoch: number;
  atMs: number;
  value: number | null;
}

export const curveAxes = ["step", "epoch", "time"] as const;
export type CurveAxis = (typeof curveAxes)[number];

export function emptyCurve(): Curve {
  return { steps: [], epochs: [], atMs: [], values: [], lows: [], highs: [], thinned: false };
}

/** Appends in place; a step that is already there is a repeated delivery and changes nothing. */
export function appendPoint(curve: Curve, point: CurvePoint): void {
  const lastStep = curve.steps.at(-1);
  if (lastStep !== undefined && point.step <= lastStep) return;
  curve.steps.push(point.step);
  curve.epochs.push(point.epoch);
  curve.atMs.push(point.atMs);
  curve.values.push(point.value);
  curve.lows.push(point.value);
  curve.highs.push(point.value);
}

/** Removes, in place, what lies after a step: a resumed run writes those steps again. */
export function dropAfterStep(curve: Curve, step: number): void {
  let length = curve.steps.length;
  while (length > 0 && (curve.steps[length - 1] ?? 0) > step) length -= 1;
  for (const list of [curve.steps, curve.epochs, curve.atMs]) list.length = length;
  for (const list of [curve.values, curve.lows, curve.highs]) list.length = length;
}

/** The x of every point: optimizer steps, epochs, or seconds since `startMs`. */
export function axisValues(curve: Curve, axis: CurveAxis, startMs: number): number[] {
  if (axis === "step") return curve.steps;
  if (axis === "epoch") return curve.epochs;
  return curve.atMs.map((atMs) => (atMs - startMs) / 1000);
}

/**
 * Exponential moving average with the start corrected (as in Adam, Kingma & Ba 2015), so that the
 * first points are not pulled to zero. `weight` is the share kept of the past, 0 (off) to below 1.
 * A null stays null and does not disturb the average.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  let average = 0;
  let count = 0;
  return values.map((value) => {
    if (value === null) return null;
    count += 1;
    average = weight * average + (1 - weight) * value;
    return average / (1 - weight ** count);
  });
}

/** Where each whole epoch ends, in optimizer steps, read off a curve's own steps and epochs. */
export function epochMarks(curve: Curve, most: number): { epoch: number; step: number }[] {
  const lastEpoch = curve.epochs.at(-1);
  const lastStep = curve.steps.at(-1);
  if (!lastEpoch || !lastStep) return [];
  const stepsPerEpoch = lastStep / lastEpoch;
  const every = Math.max(1, Math.ceil(lastEpoch / most));
  const marks: { epoch: number; step: number }[] = [];
  for (let epoch = every; epoch <= lastEpoch + 1e-6; epoch += every) {
    marks.push({ epoch, step: epoch * stepsPerEpoch });
  }
  return marks;
}
