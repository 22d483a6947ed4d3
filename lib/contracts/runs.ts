import { z } from "zod";
import {
  datasetIdSchema,
  jobIdSchema,
  modelIdSchema,
  nameSchema,
  personSchema,
  problemSchema,
  projectIdSchema,
  runIdSchema,
  saidAsSchema,
  timeMsSchema,
} from "./common";
import { runConfigSchema } from "./run-spec";
import { eventSplitSchema, runResultSchema } from "./trainer-events";

/** The machine of states is in lib/run-status.ts. */
export const runStatusSchema = z
  .enum(["queued", "starting", "running", "stopping", "finished", "stopped", "failed", "lost"])
  .meta({ id: "RunStatus" });
export type RunStatus = z.infer<typeof runStatusSchema>;

export const runProgressSchema = z
  .object({
    phase: z.string().nullable(),
    message: z.string().nullable(),
    sentence: saidAsSchema,
    step: z.number().int(),
    totalSteps: z.number().int().nullable(),
    epoch: z.number(),
    totalEpochs: z.number().int().nullable(),
    fraction: z.number().min(0).max(1).nullable(),
    remainingMs: z.number().int().nullable(),
  })
  .meta({ id: "RunProgress" });

export const runSchema = z
  .object({
    id: runIdSchema,
    projectId: projectIdSchema,
    datasetId: datasetIdSchema,
    datasetName: z.string(),
    name: nameSchema,
    config: runConfigSchema,
    status: runStatusSchema,
    attempt: z.number().int().describe("0 before the first start."),
    progress: runProgressSchema,
    latest: z
      .record(z.string(), z.number().nullable())
      .describe("Last value by split/metric, such as val/macro_f1."),
    best: z.record(z.string(), z.number().nullable()).describe("Best value by split/metric."),
    trainableParameters: z.number().int().nullable(),
    totalParameters: z.number().int().nullable(),
    targetModules: z.array(z.string()),
    result: runResultSchema.nullable(),
    modelId: modelIdSchema.nullable(),
    jobId: jobIdSchema.nullable(),
    aheadCount: z.number().int().describe("Runs waiting in front; 0 unless queued."),
    resumable: z.boolean().describe("There is a checkpoint to go on from."),
    problem: problemSchema.nullable(),
    notes: z.string(),
    tags: z.array(z.string()),
    pinned: z.boolean().describe("Stays at the top of the table."),
    archived: z.boolean(),
    commentCount: z.number().int().min(0),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
    startedAtMs: timeMsSchema.nullable().describe("Of the first attempt."),
    endedAtMs: timeMsSchema.nullable(),
    workedMs: z.number().int().min(0).describe("Time that ended attempts took, without pauses."),
    attemptStartedAtMs: timeMsSchema.nullable().describe("null while no attempt is under way."),
  })
  .meta({ id: "Run" });
export type Run = z.infer<typeof runSchema>;

export const runsPerPage = 100;

export const listRunsInputSchema = z.object({
  projectId: projectIdSchema,
  before: runIdSchema.optional().describe("Only runs older than this one: the last of a page."),
  limit: z.coerce.number().int().min(1).max(500).default(runsPerPage),
});

export const tagSchema = z
  .string()
  .trim()
  .min(1, "A tag is needed.")
  .max(40, "A tag has at most 40 characters.");

export const updateRunInputSchema = z.object({
  runId: runIdSchema,
  name: nameSchema.optional(),
  notes: z.string().max(20_000, "Notes have at most 20,000 characters.").optional(),
  tags: z.array(tagSchema).max(20, "A run has at most 20 tags.").optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional().describe("Kept, but out of the way."),
});

export const launchRunInputSchema = z.object({
  datasetId: datasetIdSchema,
  name: nameSchema.optional().describe("Made from method and model when missing."),
  config: runConfigSchema,
  launchKey: z
    .string()
    .min(8)
    .max(64)
    .optional()
    .describe("Anything unique, such as a UUID: the same launch sent again gives the same run."),
});
export type LaunchRunInput = z.input<typeof launchRunInputSchema>;

export const estimateRunInputSchema = launchRunInputSchema.omit({ name: true, launchKey: true });
export type EstimateRunInput = z.input<typeof estimateRunInputSchema>;

/** What a run would take, from what runs of its kind took on this machine. */
export const runEstimateSchema = z
  .object({
    runCount: z
      .number()
      .int()
      .describe("Finished runs of the same model, method and precision; 0: nothing is known yet."),
    durationMs: z.number().int().nullable().describe("From the start to the model folder."),
    tilesPerSecond: z.number().nullable().describe("Median of those runs, while training."),
    peakMemory: z
      .object({
        bytes: z.number().int(),
        kind: z.enum(["gpu", "resident"]),
        batchSize: z
          .number()
          .int()
          .describe("The batch it was measured with, the nearest there is."),
      })
      .nullable(),
    leastMemoryBytes: z
      .number()
      .int()
      .nullable()
      .describe("Weights, gradients and optimizer alone; null where the model is not known yet."),
  })
  .meta({ id: "RunEstimate" });
export type RunEstimate = z.infer<typeof runEstimateSchema>;

export const stopRunInputSchema = z.object({
  runId: runIdSchema,
  mode: z
    .enum(["save", "now"])
    .default("save")
    .describe("save: finish the step and keep a checkpoint; now: kill."),
});

/** One drawn point: all values that fell into its bucket. x is the optimizer step. */
export const seriesSchema = z
  .object({
    runId: runIdSchema,
    split: eventSplitSchema,
    metric: z.string(),
    thinned: z
      .boolean()
      .describe("False: every point that was written; true: min, max and last per bucket."),
    steps: z.array(z.number()),
    atMs: z.array(z.number()),
    epochs: z.array(z.number()),
    values: z
      .array(z.number().nullable())
      .describe("Last value of the bucket; null is NaN or infinite."),
    lows: z.array(z.number().nullable()),
    highs: z.array(z.number().nullable()),
  })
  .meta({ id: "Series" });
export type Series = z.infer<typeof seriesSchema>;

/** A single value stands for a list of one, so that a plain query string will do. */
function oneOrMore<Item extends z.ZodType>(item: Item, most: number) {
  return z
    .union([item, z.array(item).min(1).max(most)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<Item>[]);
}

export const listSeriesInputSchema = z.object({
  runIds: oneOrMore(runIdSchema, 50),
  metrics: oneOrMore(z.string().max(64), 50).optional().describe("All when missing."),
  buckets: z.coerce.number().int().min(10).max(5000).default(1000).describe("Pixels to fill."),
});

export const runLogSchema = z
  .object({
    text: z.string(),
    offset: z.number().int(),
    nextOffset: z.number().int(),
    totalBytes: z.number().int(),
  })
  .meta({ id: "RunLog" });
export type RunLog = z.infer<typeof runLogSchema>;

export const runWarningSchema = z
  .object({
    atMs: timeMsSchema,
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "RunWarning" });
