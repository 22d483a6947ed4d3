import { axisValues, type Curve, type CurveAxis, smooth } from "@/components/charts/curves";
import type { ChartLine } from "@/components/charts/plot-options";

/** Metrics that are noisy from step to step; the others are drawn as they are. */
const smoothed: ReadonlySet<string> = new Set(["loss", "gradient_norm", "samples_per_second"]);

/** Curves of few points (one per epoch) show their points. */
const fewPoints = 40;

interface LineChoice {
  key: string;
  label: string;
  colour: string;
  dash?: number[];
  metric: string;
  axis: CurveAxis;
  startMs: number;
  /** 0 is off. */
  smoothing: number;
}

/** A curve as a line of a chart: smoothed where that helps, with what was measured behind it. */
export function toLine(curve: Curve, choice: LineChoice): ChartLine {
  const few = curve.steps.length <= fewPoints;
  const smoothing = smoothed.has(choice.metric) && !few && choice.smoothing > 0;
  return {
    key: choice.key,
    label: choice.label,
    colour: choice.colour,
    dash: choice.dash,
    x: axisValues(curve, choice.axis, choice.startMs),
    y: smoothing ? smooth(curve.values, choice.smoothing) : curve.values,
    raw: smoothing ? curve.values : undefined,
    lows: curve.thinned ? curve.lows : undefined,
    highs: curve.thinned ? curve.highs : undefined,
    points: few,
  };
}

/** From zero to the last x of all curves, so that charts beside each other line up. */
export function spanOf(
  runs: readonly ReadonlyMap<string, Curve>[],
  axis: CurveAxis,
): readonly [number, number] {
  let last = 0;
  for (const curves of runs) {
    const startMs = startOf(curves);
    for (const curve of curves.values()) {
      const end =
        axis === "step"
          ? curve.steps.at(-1)
          : axis === "epoch"
            ? curve.epochs.at(-1)
            : ((curve.atMs.at(-1) ?? startMs) - startMs) / 1000;
      last = Math.max(last, end ?? 0);
    }
  }
  return [0, last];
}

/** When a run's curves begin: the zero of its time axis. */
export function startOf(curves: ReadonlyMap<string, Curve>): number {
  let start = Number.POSITIVE_INFINITY;
  for (const curve of curves.values()) start = Math.min(start, curve.atMs[0] ?? start);
  return Number.isFinite(start) ? start : 0;
}
