import { z } from "zod";
import type { Dataset } from "@/lib/contracts/datasets";
import { type RunConfig, runConfigSchema } from "@/lib/contracts/run-spec";
import {
  type EstimateRunInput,
  estimateRunInputSchema,
  type RunEstimate,
  runProgressSchema,
} from "@/lib/contracts/runs";
import { runResultSchema } from "@/lib/contracts/trainer-events";
import { placeAt } from "@/lib/errors";
import { estimateTrainable } from "@/lib/estimate-trainable";
import { findKnownBaseModel } from "../base-models/find-known-base-model";
import { resolveBaseModel } from "../base-models/resolve-base-model";
import { getDataset } from "../datasets/queries";
import { getDb } from "../db/client";

const lookedAt = 100;
const usedRuns = 5;
/** float32: the weight itself; with its gradient and AdamW's two moments where it is trained. */
const weightBytes = 4;
const trainedBytes = 12;
/** A forward pass without gradients costs about a third of a training step. */
const judgingShare = 1 / 3;

/** What a finished run of the same kind was, and what it took. */
interface Measured {
  config: RunConfig;
  counts: Dataset["counts"];
  epochs: number;
  workedMs: number;
  tilesPerSecond: number;
  peakBytes: number;
  peakKind: "gpu" | "resident";
}

/**
 * What a run would take. It only repeats what runs of the same base model, method, precision, input
 * size and device took on this machine, scaled by tiles and epochs; without one it says so.
 *
 * @throws AppError where dataset or base model are not there, or may not be used.
 */
export async function estimateRun(input: EstimateRunInput): Promise<RunEstimate> {
  const { datasetId, config } = estimateRunInputSchema.parse(input);
  const dataset = await getDataset(datasetId).catch(placeAt("datasetId"));
  const measured = (await listMeasured()).filter((one) => isOfKind(one, config)).slice(0, usedRuns);
  return {
    runCount: measured.length,
    ...estimateTime(measured, config, dataset.counts),
    peakMemory: findPeak(measured, config.batchSize),
    leastMemoryBytes: await findLeastMemory(config),
  };
}

/** Finished runs of the studio, the newest first. */
async function listMeasured(): Promise<Measured[]> {
  const rows = await getDb()
    .selectFrom("run")
    .innerJoin("dataset", "dataset.id", "run.dataset_id")
    .select(["config_json", "result_json", "progress_json", "worked_ms", "dataset_json"])
    .where("run.status", "=", "finished")
    .where("result_json", "is not", null)
    .orderBy("run.ended_at_ms", "desc")
    .limit(lookedAt)
    .execute();
  return rows.flatMap((row) => {
    const result = resultSchema.parse(JSON.parse(row.result_json ?? "null"));
    if (result.samplesPerSecond === null || result.samplesPerSecond <= 0) return [];
    return {
      config: runConfigSchema.parse(JSON.parse(row.config_json)),
      counts: countsSchema.parse(JSON.parse(row.dataset_json)).counts,
      epochs: runProgressSchema.parse(JSON.parse(row.progress_json)).epoch,
      workedMs: row.worked_ms,
      tilesPerSecond: result.samplesPerSecond,
      peakBytes: result.peakMemoryBytes,
      peakKind: result.peakMemoryKind,
    };
  });
}

const resultSchema = runResultSchema.pick({
  samplesPerSecond: true,
  peakMemoryBytes: true,
  peakMemoryKind: true,
});
const part = z.number().int();
const countsSchema = z.object({ counts: z.object({ train: part, val: part, test: part }) });

const sameSettings = [
  "baseModel",
  "method",
  "precision",
  "inputSizePx",
  "gradientCheckpointing",
] as const satisfies readonly (keyof RunConfig)[];

function isOfKind({ config, peakKind }: Measured, wanted: RunConfig): boolean {
  const device = { auto: peakKind, cpu: "resident", cuda: "gpu" }[wanted.device];
  const isDividedAlike = JSON.stringify(config.sharding) === JSON.stringify(wanted.sharding);
  return (
    device === peakKind &&
    isDividedAlike &&
    sameSettings.every((name) => config[name] === wanted[name])
  );
}

function estimateTime(
  measured: readonly Measured[],
  { epochs }: RunConfig,
  counts: Dataset["counts"],
): Pick<RunEstimate, "durationMs" | "tilesPerSecond"> {
  const tilesPerSecond = median(measured.map((one) => one.tilesPerSecond));
  if (tilesPerSecond === null) return { durationMs: null, tilesPerSecond };
  // Start, loading and export take as long whatever the dataset is.
  const rest = median(
    measured.map((one) =>
      Math.max(0, one.workedMs - workMs(one.counts, one.epochs, one.tilesPerSecond)),
    ),
  );
  const durationMs = Math.round(workMs(counts, epochs, tilesPerSecond) + (rest ?? 0));
  return { durationMs, tilesPerSecond };
}

/** Training, judging after every epoch, and once more at the end. */
function workMs(
  { train, val, test }: Dataset["counts"],
  epochs: number,
  tilesPerSecond: number,
): number {
  const judged = (epochs + 1) * val + test;
  return ((epochs * train + judged * judgingShare) / tilesPerSecond) * 1000;
}

/** Memory grows with the batch in a way that one measure does not tell: the nearest one is named. */
function findPeak(measured: readonly Measured[], batchSize: number): RunEstimate["peakMemory"] {
  const distance = (one: Measured) => Math.abs(Math.log(one.config.batchSize / batchSize));
  const nearest = [...measured].sort((a, b) => distance(a) - distance(b)).at(0);
  if (!nearest) return null;
  const { peakBytes: bytes, peakKind: kind, config } = nearest;
  return { bytes, kind, batchSize: config.batchSize };
}

async function findLeastMemory(config: RunConfig): Promise<number | null> {
  const folder = await resolveBaseModel(config.baseModel).catch(placeAt("config.baseModel"));
  const base = await findKnownBaseModel(config.baseModel, folder);
  if (!base?.parameters) return null;
  const trained = estimateTrainable(config, base).parameters ?? 0;
  return base.parameters * weightBytes + trained * trainedBytes;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
