/** One written value of a metric. */
export interface SeriesPoint {
  step: number;
  epoch: number;
  atMs: number;
  /** null is NaN or infinite. */
  value: number | null;
}

/** A curve as columns; one entry per point or per bucket. */
export interface SeriesColumns {
  thinned: boolean;
  steps: number[];
  atMs: number[];
  epochs: number[];
  values: (number | null)[];
  lows: (number | null)[];
  highs: (number | null)[];
}

/**
 * Thins a curve to at most `buckets` buckets of equal width in steps. Each keeps its last point with
 * its true step, and the smallest and largest value, so that no spike is lost whatever the width. A
 * curve that has no more points than buckets stays as it was written.
 *
 * @param points In the order of their steps.
 */
export function thinPoints(points: readonly SeriesPoint[], buckets: number): SeriesColumns {
  const columns: SeriesColumns = {
    thinned: points.length > buckets,
    steps: [],
    atMs: [],
    epochs: [],
    values: [],
    lows: [],
    highs: [],
  };
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return columns;
  const width = (last.step - first.step + 1) / buckets;
  let present = -1;
  points.forEach((point, index) => {
    const bucket = columns.thinned ? Math.floor((point.step - first.step) / width) : index;
    const place = bucket === present ? columns.steps.length - 1 : columns.steps.length;
    present = bucket;
    columns.steps[place] = point.step;
    columns.atMs[place] = point.atMs;
    columns.epochs[place] = point.epoch;
    columns.values[place] = point.value;
    columns.lows[place] = smaller(columns.lows[place], point.value);
    columns.highs[place] = larger(columns.highs[place], point.value);
  });
  return columns;
}

function smaller(a: number | null | undefined, b: number | null): number | null {
  return a == null || b == null ? (a ?? b) : Math.min(a, b);
}

function larger(a: number | null | undefined, b: number | null): number | null {
  return a == null || b == null ? (a ?? b) : Math.max(a, b);
}
