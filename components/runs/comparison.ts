import type { LineStyle } from "@/components/charts/colours";
import type { Dataset } from "@/lib/contracts/datasets";
import type { Run } from "@/lib/contracts/runs";
import type { Evaluation } from "@/lib/contracts/trainer-events";
import { runDurationMs } from "./run-duration";

type Split = Evaluation["split"];

/** A run of the comparison, with the look that it keeps in every chart and table. */
export interface ComparedRun {
  run: Run;
  style: LineStyle;
}

/** The part that all finished runs were measured on: test where every one has it, else validation. */
export function commonSplit(runs: readonly Run[]): Split {
  const finished = runs.filter((run) => run.result !== null);
  const allHave = (split: Split) =>
    finished.every((run) => run.result?.evaluations.some((one) => one.split === split));
  return finished.length > 0 && allHave("test") ? "test" : "val";
}

export function evaluationOf(run: Run, split: Split): Evaluation | undefined {
  return run.result?.evaluations.find((one) => one.split === split);
}

export const measureNames = [
  "macroF1",
  "accuracy",
  "loss",
  "trainable",
  "peakMemory",
  "duration",
  "throughput",
] as const;
export type MeasureName = (typeof measureNames)[number];

/** Which direction is better; null where it is a matter of taste. */
export const betterIs: Record<MeasureName, "higher" | "lower" | null> = {
  macroF1: "higher",
  accuracy: "higher",
  loss: "lower",
  trainable: null,
  peakMemory: "lower",
  duration: "lower",
  throughput: "higher",
};

/** A measure of a run: final where it has finished (`soFar` false), else the newest. */
export function measure(
  run: Run,
  name: MeasureName,
  split: Split,
  nowMs: number,
): { value: number | null; soFar: boolean } {
  const evaluation = evaluationOf(run, split);
  const { result } = run;
  const running = (value: number | null | undefined) => ({ value: value ?? null, soFar: true });
  const final = (value: number | null | undefined) => ({ value: value ?? null, soFar: false });
  switch (name) {
    case "macroF1":
      return evaluation ? final(evaluation.macroF1) : running(run.best["val/macro_f1"]);
    case "accuracy":
      return evaluation ? final(evaluation.accuracy) : running(run.best["val/accuracy"]);
    case "loss":
      return evaluation ? final(evaluation.loss) : running(run.latest["val/loss"]);
    case "trainable":
      return final(result?.trainableParameters ?? run.trainableParameters);
    case "peakMemory":
      return result ? final(result.peakMemoryBytes) : running(run.latest["train/memory_bytes"]);
    case "duration": {
      const durationMs = runDurationMs(run, nowMs);
      return result || durationMs === null ? final(durationMs) : running(durationMs);
    }
    case "throughput":
      return result
        ? final(result.samplesPerSecond)
        : running(run.latest["train/samples_per_second"]);
  }
}

export interface ClassRow {
  id: string;
  name: string;
  colour: string;
  /** One per run, in the order of the runs; null where the run has no figure for the class. */
  f1: (number | null)[];
}

/** F1 of every class that any run knows, matched by the class's id across datasets. */
export function compareClasses(
  runs: readonly Run[],
  datasets: ReadonlyMap<string, Dataset>,
  split: Split,
): ClassRow[] {
  const rows = new Map<string, ClassRow>();
  runs.forEach((run, position) => {
    const evaluation = evaluationOf(run, split);
    for (const one of datasets.get(run.datasetId)?.classes ?? []) {
      let row = rows.get(one.id);
      if (!row) {
        row = { id: one.id, name: one.name, colour: one.colour, f1: runs.map(() => null) };
        rows.set(one.id, row);
      }
      const score = evaluation?.classes.find((entry) => entry.classIndex === one.index);
      row.f1[position] = score?.f1 ?? null;
    }
  });
  return [...rows.values()].filter((row) => row.f1.some((value) => value !== null));
}

/** The ids of an address: `a,b,c`, each once, in order. */
export function parseIds(text: string | null): string[] {
  return [...new Set((text ?? "").split(",").filter((id) => /^run_[0-9a-z]{20}$/.test(id)))];
}
