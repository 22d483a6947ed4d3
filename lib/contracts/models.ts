import { z } from "zod";
import {
  datasetIdSchema,
  modelIdSchema,
  nameSchema,
  personSchema,
  projectIdSchema,
  runIdSchema,
  timeMsSchema,
} from "./common";
import { datasetClassSchema } from "./datasets";
import { modelReviewSchema } from "./model-reviews";
import { bandRecipeSchema, methodSchema, poolingSchema } from "./run-spec";
import { modelManifestSchema } from "./trainer-events";

/** Something a run can start from. */
export const baseModelSchema = z
  .object({
    ref: z.string().describe("Goes into RunConfig.baseModel."),
    name: z.string(),
    architecture: z.string(),
    parameters: z.number().int().nullable(),
    inputSizePx: z.number().int().nullable(),
    channels: z.number().int().nullable(),
    licence: z.string().nullable(),
    description: z.string(),
    linearModules: z
      .array(
        z.object({
          name: z.string(),
          count: z.number().int(),
          widthSum: z
            .number()
            .int()
            .optional()
            .describe(
              "Input plus output widths, summed over these layers: LoRA trains r times as many weights.",
            ),
        }),
      )
      .describe("Linear layers that adapters can sit on."),
    autoTargets: z.array(z.string()),
    attentionTargets: z
      .array(z.string())
      .optional()
      .describe("Linear layers of attention, which targetModules: attention takes."),
    gradientCheckpointing: z
      .boolean()
      .optional()
      .describe("Whether activations of this model can be recomputed."),
    poolings: z
      .array(poolingSchema)
      .optional()
      .describe("Ways to make one feature of a tile; the first is what auto takes."),
    visionTower: z
      .boolean()
      .optional()
      .describe("Whether only the part of a vision-language model that sees is trained."),
  })
  .meta({ id: "BaseModel" });
export type BaseModel = z.infer<typeof baseModelSchema>;

/** What a finished run leaves behind. */
export const modelSchema = z
  .object({
    id: modelIdSchema,
    projectId: projectIdSchema,
    runId: runIdSchema,
    datasetId: datasetIdSchema,
    name: nameSchema,
    method: methodSchema,
    baseModel: z.string(),
    classes: z.array(datasetClassSchema.omit({ counts: true })),
    recipe: bandRecipeSchema,
    tileSizePx: z.number().int().describe("Tile size it was trained on."),
    manifest: modelManifestSchema,
    accuracy: z.number().nullable(),
    macroF1: z.number().nullable(),
    scoredOn: z.enum(["val", "test"]),
    archived: z.boolean(),
    review: modelReviewSchema
      .nullable()
      .describe("The last word on it; null: nobody said anything."),
    isDefault: z.boolean().describe("The one that its project predicts with."),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
  })
  .meta({ id: "Model" });
export type Model = z.infer<typeof modelSchema>;

export const updateModelInputSchema = z.object({
  modelId: modelIdSchema,
  name: nameSchema.optional(),
  archived: z.boolean().optional().describe("Kept, but out of the way."),
});
