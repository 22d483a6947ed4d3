import { z } from "zod";
import {
  classIdSchema,
  colourSchema,
  datasetIdSchema,
  nameSchema,
  personSchema,
  projectIdSchema,
  saidAsSchema,
  sceneIdSchema,
  sha256Schema,
  splitNameSchema,
  timeMsSchema,
} from "./common";
import { bandRecipeSchema } from "./run-spec";

/** How labelled tiles are shared out over train, val and test. Shares are of tiles, and add up to 1. */
const sharesSchema = z
  .object({
    train: z.number().min(0).max(1),
    val: z.number().min(0).max(1),
    test: z.number().min(0).max(1),
  })
  .refine(
    (shares) => Math.abs(shares.train + shares.val + shares.test - 1) < 1e-6,
    "The three shares must add up to 100 %.",
  )
  .refine(
    (shares) => shares.train > 0 && shares.val > 0,
    "Training and validation both need a share.",
  );

export const splitPlanSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("random"),
      shares: sharesSchema,
      seed: z.number().int().min(0).default(1),
    }),
    z.object({
      kind: z.literal("blocks"),
      shares: sharesSchema,
      seed: z.number().int().min(0).default(1),
      blockTiles: z
        .number()
        .int()
        .min(1)
        .max(1000)
        .default(8)
        .describe("Side of a block, in tiles; a block is never divided."),
    }),
    z.object({
      kind: z.literal("scene"),
      bySceneId: z
        .record(sceneIdSchema, splitNameSchema)
        .describe("The part that each scene goes to."),
    }),
    z.object({ kind: z.literal("imported") }).describe("The splits that came with imported chips."),
  ])
  .meta({ id: "SplitPlan" });
export type SplitPlan = z.infer<typeof splitPlanSchema>;

export const datasetPlanSchema = z.object({
  projectId: projectIdSchema,
  name: nameSchema,
  sceneIds: z.array(sceneIdSchema).min(1, "Choose at least one scene.").max(1000),
  classIds: z.array(classIdSchema).min(2, "Choose at least two classes.").max(250),
  uniteBelow: z
    .boolean()
    .optional()
    .describe(
      "Tiles of a class that is not chosen count for the nearest chosen one above it; missing: no.",
    ),
  bands: z
    .array(z.number().int().min(1).max(64))
    .min(1, "Choose at least one band.")
    .max(64)
    .describe("1-based, in the order the model sees."),
  valueRange: z
    .discriminatedUnion("kind", [
      z
        .object({ kind: z.literal("percentiles") })
        .describe("2nd to 98th percentile of the chosen scenes, per band."),
      z
        .object({ kind: z.literal("fixed"), low: z.number(), high: z.number() })
        .refine((range) => range.high > range.low, "The high value must be above the low value."),
    ])
    .default({ kind: "percentiles" }),
  split: splitPlanSchema,
  unsettled: z
    .enum(["leave", "most"])
    .default("leave")
    .describe(
      "Tiles whose answers are not settled: left out, or taken with the class that most people named, the earliest where they tie.",
    ),
});
export type DatasetPlan = z.input<typeof datasetPlanSchema>;

export const splitCountsSchema = z
  .object({ train: z.number().int(), val: z.number().int(), test: z.number().int() })
  .meta({ id: "SplitCounts" });

export const datasetClassSchema = z
  .object({
    id: classIdSchema,
    index: z.number().int().describe("0-based position in this dataset."),
    name: z.string(),
    colour: colourSchema,
    counts: splitCountsSchema,
    parent: z.string().optional().describe("Name of the class above it, when it was frozen."),
    united: z
      .array(z.object({ id: classIdSchema, name: z.string() }))
      .optional()
      .describe("Classes below it whose tiles it has too."),
  })
  .meta({ id: "DatasetClass" });

export const datasetWarningSchema = z
  .object({
    code: z.enum([
      "class_empty",
      "class_small",
      "class_missing_in_split",
      "neighbours_across_splits",
      "mixed_tile_sizes",
      "mixed_dtypes",
      "unsettled",
    ]),
    severity: z.enum(["blocking", "advice"]),
    message: z.string(),
    sentence: saidAsSchema,
    classId: classIdSchema.nullable(),
  })
  .meta({ id: "DatasetWarning" });

/** What freezing would give, without freezing. */
export const datasetPreviewSchema = z
  .object({
    tileCount: z.number().int(),
    counts: splitCountsSchema,
    classes: z.array(datasetClassSchema),
    recipe: bandRecipeSchema.nullable(),
    warnings: z.array(datasetWarningSchema),
    assignments: z
      .array(
        z.object({
          sceneId: sceneIdSchema,
          gridRows: z.number().int(),
          gridCols: z.number().int(),
          plane: z.string().describe("Base64: 0 not used, 1 train, 2 val, 3 test."),
        }),
      )
      .describe("The split of every tile, to draw it on the scene."),
  })
  .meta({ id: "DatasetPreview" });
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;

export const datasetSchema = z
  .object({
    id: datasetIdSchema,
    projectId: projectIdSchema,
    name: nameSchema,
    version: z.number().int().min(1).describe("Counts the datasets of a project."),
    classes: z.array(datasetClassSchema),
    sceneIds: z.array(sceneIdSchema),
    sceneNames: z.array(z.string()),
    tileSizePx: z.number().int(),
    recipe: bandRecipeSchema,
    split: splitPlanSchema,
    tileCount: z.number().int(),
    counts: splitCountsSchema,
    contentHash: sha256Schema,
    archived: z.boolean(),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
  })
  .meta({ id: "Dataset" });
export type Dataset = z.infer<typeof datasetSchema>;

export const updateDatasetInputSchema = z.object({
  datasetId: datasetIdSchema,
  name: nameSchema.optional(),
  archived: z.boolean().optional().describe("Kept, but out of the way."),
});
