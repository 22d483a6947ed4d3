import type { Problem } from "@/lib/contracts/common";
import type { RunPoint } from "@/lib/contracts/live-events";
import type { Run, RunStatus } from "@/lib/contracts/runs";
import {
  type MetricName,
  metricFacts,
  type RunResult,
  type TrainerEvent,
} from "@/lib/contracts/trainer-events";
import { isErrorCode } from "@/lib/errors";
import { lastCheckpointPath } from "./run-folder";

/** What the trainer's events change of a run. */
export interface RunState {
  status: RunStatus;
  attempt: number;
  progress: Run["progress"];
  latest: Run["latest"];
  best: Run["best"];
  ranges: Ranges;
  started: StartedFacts | null;
  result: RunResult | null;
  problem: Problem | null;
  resumable: boolean;
}

/** Lowest and highest value by split/metric. */
export type Ranges = Record<string, [low: number, high: number]>;

export type StartedFacts = Pick<
  Extract<TrainerEvent, { type: "started" }>,
  "trainableParameters" | "totalParameters" | "targetModules" | "environment" | "startStep"
>;

/** The state after an event. How the run ends is decided when its process has ended. */
export function applyTrainerEvent(state: RunState, event: TrainerEvent): RunState {
  const status = state.status === "starting" ? "running" : state.status;
  const next = { ...state, status };
  switch (event.type) {
    case "started":
      return { ...next, ...applyStarted(next, event) };
    case "phase":
      return {
        ...next,
        progress: {
          ...next.progress,
          phase: event.phase,
          message: event.message,
          sentence: event.sentence,
          fraction:
            event.phase === "packing" || event.phase === "loading" ? null : next.progress.fraction,
        },
      };
    case "metrics":
      return { ...next, ...applyMetrics(next, event) };
    case "checkpoint":
      // The best weights alone are nothing to go on from: the optimizer's state is in the last.
      return event.path === lastCheckpointPath ? { ...next, resumable: true } : next;
    case "finished":
      return {
        ...next,
        result: event.result,
        progress: { ...next.progress, fraction: 1, remainingMs: 0, message: null, sentence: null },
      };
    case "failed":
      return {
        ...next,
        problem: toProblem(event),
      };
    case "canceled":
      return { ...next, progress: { ...next.progress, step: event.step, remainingMs: null } };
    case "warning":
    case "heartbeat":
      return next;
  }
}

function applyStarted(
  state: RunState,
  event: Extract<TrainerEvent, { type: "started" }>,
): Pick<RunState, "started" | "progress"> {
  const { trainableParameters, totalParameters, targetModules, environment, startStep } = event;
  return {
    started: { trainableParameters, totalParameters, targetModules, environment, startStep },
    progress: {
      ...state.progress,
      step: startStep,
      totalSteps: event.totalSteps,
      totalEpochs: event.totalEpochs,
      epoch: event.totalSteps > 0 ? (startStep / event.totalSteps) * event.totalEpochs : 0,
      fraction: toFraction(startStep, event.totalSteps),
    },
  };
}

function applyMetrics(
  state: RunState,
  event: Extract<TrainerEvent, { type: "metrics" }>,
): Pick<RunState, "progress" | "latest" | "best" | "ranges"> {
  const latest = { ...state.latest };
  const best = { ...state.best };
  const ranges = { ...state.ranges };
  for (const [metric, value] of Object.entries(event.values)) {
    const key = `${event.split}/${metric}`;
    latest[key] = value;
    if (isBetter(metric, value, best[key])) best[key] = value;
    if (value === null) continue;
    const [low, high] = ranges[key] ?? [value, value];
    ranges[key] = [Math.min(low, value), Math.max(high, value)];
  }
  // The score of a held-out part may come after later training steps were reported.
  const step = Math.max(state.progress.step, event.step);
  return {
    latest,
    best,
    ranges,
    progress: {
      ...state.progress,
      step,
      epoch: Math.max(state.progress.epoch, event.epoch),
      fraction: toFraction(step, state.progress.totalSteps),
      remainingMs: event.remainingMs ?? state.progress.remainingMs,
    },
  };
}

function isBetter(metric: string, value: number | null, best: number | null | undefined): boolean {
  const better = Object.hasOwn(metricFacts, metric)
    ? metricFacts[metric as MetricName].better
    : null;
  if (better === null || value === null) return false;
  if (best === null || best === undefined) return true;
  return better === "higher" ? value > best : value < best;
}

function toFraction(step: number, totalSteps: number | null): number | null {
  return totalSteps ? Math.min(1, step / totalSteps) : null;
}

/** The trainer's own codes that the studio does not know count as its failure. */
export function toProblem({ code, message, hint, sentence }: Problem): Problem {
  return {
    code: isErrorCode(code) && code !== "internal" ? code : "trainer_failed",
    message,
    hint,
    sentence,
  };
}

/** The points that an event adds to the curves. */
export function toRunPoint(event: TrainerEvent): RunPoint | null {
  if (event.type !== "metrics") return null;
  const { step, epoch, atMs, split, values } = event;
  return { step, epoch, atMs, split, values };
}
