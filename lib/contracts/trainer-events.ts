import { z } from "zod";
import { saidAsSchema } from "./common";

/**
 * What the trainer says: one JSON object per line of `events.ndjson`, appended and flushed.
 *
 * `seq` starts at 0 in every attempt and has no gaps. The last line is exactly one of finished,
 * failed, canceled. Non-finite numbers are written as null. A reader keeps unknown types as
 * they are and shows a warning.
 */

const envelope = {
  v: z.literal(1),
  runId: z.string(),
  attempt: z.number().int().min(1).describe("1 for the first start, one more for each resume."),
  seq: z.number().int().min(0),
  atMs: z.number().int().min(0),
};

export const metricNameSchema = z
  .enum([
    "loss",
    "learning_rate",
    "gradient_norm",
    "accuracy",
    "macro_f1",
    "samples_per_second",
    "data_wait_ratio",
    "memory_bytes",
  ])
  .meta({ id: "MetricName" });
export type MetricName = z.infer<typeof metricNameSchema>;

/** Unit and the direction that is better, for axes and for "best". */
export const metricFacts: Record<MetricName, { unit: string; better: "higher" | "lower" | null }> =
  {
    loss: { unit: "", better: "lower" },
    learning_rate: { unit: "", better: null },
    gradient_norm: { unit: "", better: null },
    accuracy: { unit: "", better: "higher" },
    macro_f1: { unit: "", better: "higher" },
    samples_per_second: { unit: "1/s", better: "higher" },
    data_wait_ratio: { unit: "", better: "lower" },
    memory_bytes: { unit: "B", better: "lower" },
  };

export const eventSplitSchema = z.enum(["train", "val", "test"]).meta({ id: "EventSplit" });

export const environmentSchema = z
  .object({
    python: z.string(),
    torch: z.string(),
    transformers: z.string(),
    peft: z.string().nullable(),
    device: z.string().describe("cpu, or the GPU's name."),
    threads: z.number().int(),
  })
  .meta({ id: "TrainerEnvironment" });

export const startedEventSchema = z
  .object({
    ...envelope,
    type: z.literal("started"),
    totalSteps: z.number().int().min(0),
    totalEpochs: z.number().int().min(1),
    startStep: z.number().int().min(0).describe("0, or the step resumed from."),
    trainableParameters: z.number().int().min(0),
    totalParameters: z.number().int().min(0),
    targetModules: z
      .array(z.string())
      .describe("Layers that got an adapter; empty for other methods."),
    environment: environmentSchema,
  })
  .meta({ id: "StartedEvent" });

export const phaseEventSchema = z
  .object({
    ...envelope,
    type: z.literal("phase"),
    phase: z.enum(["packing", "loading", "training", "evaluating", "exporting"]),
    fraction: z.number().min(0).max(1).nullable(),
    message: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "PhaseEvent" });

export const metricsEventSchema = z
  .object({
    ...envelope,
    type: z.literal("metrics"),
    step: z.number().int().min(0).describe("Optimizer steps done."),
    epoch: z.number().min(0).describe("Epochs done, fractional."),
    split: eventSplitSchema,
    values: z
      .record(z.string(), z.number().nullable())
      .describe("By metric name; null is NaN or infinite."),
    remainingMs: z.number().int().min(0).nullable(),
  })
  .meta({ id: "MetricsEvent" });

export const checkpointEventSchema = z
  .object({
    ...envelope,
    type: z.literal("checkpoint"),
    step: z.number().int().min(0),
    path: z.string().describe("Relative to the run folder."),
    best: z.boolean().describe("Best macro-F1 on the validation part so far."),
  })
  .meta({ id: "CheckpointEvent" });

export const warningEventSchema = z
  .object({
    ...envelope,
    type: z.literal("warning"),
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "WarningEvent" });

export const heartbeatEventSchema = z
  .object({ ...envelope, type: z.literal("heartbeat") })
  .meta({ id: "HeartbeatEvent" });

export const classScoreSchema = z
  .object({
    classIndex: z.number().int().min(0),
    precision: z.number().nullable().describe("null: the class was never predicted."),
    recall: z.number().nullable().describe("null: no tile of the class."),
    f1: z.number().nullable(),
    support: z.number().int().min(0),
  })
  .meta({ id: "ClassScore" });

export const evaluationSchema = z
  .object({
    split: eventSplitSchema,
    tileCount: z.number().int().min(0),
    loss: z.number().nullable(),
    accuracy: z.number().nullable(),
    macroF1: z.number().nullable(),
    classes: z.array(classScoreSchema),
    confusion: z
      .array(z.array(z.number().int().min(0)))
      .describe("[true class][predicted class] counts."),
  })
  .meta({ id: "Evaluation" });
export type Evaluation = z.infer<typeof evaluationSchema>;

export const modelFileSchema = z
  .object({
    path: z.string().describe("Relative to the run's model folder."),
    bytes: z.number().int().min(0),
    sha256: z.string(),
  })
  .meta({ id: "ModelFile" });

/** `model/model.json`: all that is needed to use the model, and what it was made from. */
export const modelManifestSchema = z
  .object({
    v: z.literal(1),
    architecture: z.string().describe("Transformers class."),
    method: z.string(),
    inputSizePx: z.number().int().min(1),
    bands: z.number().int().min(1),
    onnxPath: z
      .string()
      .nullable()
      .describe(
        "Relative path; input image_BCHW of stored pixel values (float32), output logits_BK.",
      ),
    onnxMaxDifference: z
      .number()
      .nullable()
      .describe("Largest difference of logits between ONNX and PyTorch."),
    onnxProblem: z.string().nullable().describe("Why there is no ONNX file."),
    files: z.array(modelFileSchema),
  })
  .meta({ id: "ModelManifest" });

export const runResultSchema = z
  .object({
    evaluations: z
      .array(evaluationSchema)
      .describe("Of the best checkpoint: val, and test where there is one."),
    bestStep: z.number().int().min(0),
    durationMs: z.number().int().min(0),
    peakMemoryBytes: z.number().int().min(0),
    peakMemoryKind: z
      .enum(["gpu", "resident"])
      .describe("GPU memory reserved, or resident memory of the process."),
    trainableParameters: z.number().int().min(0),
    totalParameters: z.number().int().min(0),
    samplesPerSecond: z.number().nullable(),
    model: modelManifestSchema,
  })
  .meta({ id: "RunResult" });
export type RunResult = z.infer<typeof runResultSchema>;

export const finishedEventSchema = z
  .object({ ...envelope, type: z.literal("finished"), result: runResultSchema })
  .meta({ id: "FinishedEvent" });

export const failedEventSchema = z
  .object({
    ...envelope,
    type: z.literal("failed"),
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "FailedEvent" });

export const canceledEventSchema = z
  .object({
    ...envelope,
    type: z.literal("canceled"),
    step: z.number().int().min(0),
    checkpointPath: z.string().nullable().describe("What was saved, relative to the run folder."),
  })
  .meta({ id: "CanceledEvent" });

export const trainerEventSchema = z
  .discriminatedUnion("type", [
    startedEventSchema,
    phaseEventSchema,
    metricsEventSchema,
    checkpointEventSchema,
    warningEventSchema,
    heartbeatEventSchema,
    finishedEventSchema,
    failedEventSchema,
    canceledEventSchema,
  ])
  .meta({ id: "TrainerEvent" });
export type TrainerEvent = z.infer<typeof trainerEventSchema>;
