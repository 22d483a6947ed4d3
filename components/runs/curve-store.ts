import { appendPoint, type Curve, dropAfterStep, emptyCurve } from "@/components/charts/curves";
import type { LiveEvent, RunPoint } from "@/lib/contracts/live-events";
import type { Series } from "@/lib/contracts/runs";

export type RunPointsEvent = Extract<LiveEvent, { type: "run.points" }>;

/** `train/loss`, `val/macro_f1`: the split and the metric of a curve. */
export function curveKey(split: string, metric: string): string {
  return `${split}/${metric}`;
}

const noCurves: ReadonlyMap<string, Curve> = new Map();

/**
 * Curves of the runs on screen: history as the server thinned it, and the points that have arrived
 * since. Points are appended in place and listeners are told once per frame, so that a burst of
 * events costs one redraw.
 *
 * Events may arrive before the history that was asked for at the same time; they are kept and laid
 * over it. A point that both hold counts once, because steps only go up.
 */
export class CurveStore {
  private readonly curves = new Map<string, Map<string, Curve>>();
  private readonly arrived: RunPointsEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private scheduled = false;
  private version = 0;

  constructor(
    private readonly schedule: (callback: () => void) => void = (callback) => {
      requestAnimationFrame(callback);
    },
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Goes up with every change; what useSyncExternalStore compares. */
  readonly getVersion = (): number => this.version;

  curvesOf(runId: string): ReadonlyMap<string, Curve> {
    return this.curves.get(runId) ?? noCurves;
  }

  curve(runId: string, key: string): Curve | undefined {
    return this.curves.get(runId)?.get(key);
  }

  /** How many points the longest curve holds; many more than pixels call for a thinned reading. */
  longest(): number {
    let longest = 0;
    for (const ofRun of this.curves.values()) {
      for (const curve of ofRun.values()) longest = Math.max(longest, curve.steps.length);
    }
    return longest;
  }

  /** Takes a reading of the server's history, then what has arrived and is not in it. */
  replaceHistory(series: readonly Series[]): void {
    this.curves.clear();
    for (const one of series) {
      const curve: Curve = {
        steps: [...one.steps],
        epochs: [...one.epochs],
        atMs: [...one.atMs],
        values: [...one.values],
        lows: [...one.lows],
        highs: [...one.highs],
        thinned: one.thinned,
      };
      this.ofRun(one.runId).set(curveKey(one.split, one.metric), curve);
    }
    for (const event of this.arrived) this.lay(event, false);
    this.changed();
  }

  append(event: RunPointsEvent): void {
    if (event.fromStep !== null) this.forgetArrivedAfter(event.runId, event.fromStep);
    this.arrived.push(event);
    this.lay(event, true);
    this.changed();
  }

  /** Forgets events that a reading begun now will hold. */
  forgetArrived(): void {
    this.arrived.length = 0;
  }

  /** A resumed run writes these steps again; a later reading must not get the old ones back. */
  private forgetArrivedAfter(runId: string, step: number): void {
    const kept = this.arrived.map((event) =>
      event.runId === runId
        ? { ...event, points: event.points.filter((point) => point.step <= step) }
        : event,
    );
    this.arrived.splice(0, this.arrived.length, ...kept.filter((event) => event.points.length > 0));
  }

  private ofRun(runId: string): Map<string, Curve> {
    const known = this.curves.get(runId);
    if (known) return known;
    const made = new Map<string, Curve>();
    this.curves.set(runId, made);
    return made;
  }

  private lay(event: RunPointsEvent, fresh: boolean): void {
    const curves = this.ofRun(event.runId);
    if (event.fromStep !== null && fresh) {
      for (const curve of curves.values()) dropAfterStep(curve, event.fromStep);
    }
    for (const point of event.points) this.appendValues(curves, point);
  }

  private appendValues(curves: Map<string, Curve>, point: RunPoint): void {
    for (const [metric, value] of Object.entries(point.values)) {
      const key = curveKey(point.split, metric);
      let curve = curves.get(key);
      if (!curve) {
        curve = emptyCurve();
        curves.set(key, curve);
      }
      appendPoint(curve, { step: point.step, epoch: point.epoch, atMs: point.atMs, value });
    }
  }

  private changed(): void {
    this.version += 1;
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      for (const listener of this.listeners) listener();
    });
  }
}
