import { z } from "zod";
import { datasetIdSchema } from "./common";
import { runConfigSchema } from "./run-spec";

export const inspectRunInputSchema = z.object({
  datasetId: datasetIdSchema.describe("Its bands and classes decide about stem and head."),
  config: runConfigSchema,
});
export type InspectRunInput = z.input<typeof inspectRunInputSchema>;

const parameters = z.number().int().min(0).describe("Parameters that are trained.");

/** What a run would train, from the model itself: shapes without weights, with the adapters on them. */
export const runInspectionSchema = z
  .object({
    architecture: z.string().describe("Transformers class."),
    method: z.string(),
    totalParameters: z.number().int(),
    trainableParameters: z.number().int(),
    moduleCount: z.number().int().describe("Layers that get an adapter."),
    modules: z
      .array(
        z.object({
          name: z.string().describe("Path within the model; * stands for numbers."),
          count: z.number().int(),
          places: z.array(z.string()).describe("The numbers that * stands for, with dots."),
          inFeatures: z.number().int().nullable(),
          outFeatures: z.number().int().nullable(),
          parameters,
        }),
      )
      .describe("Those layers; layers that differ in numbers only are one entry."),
    whole: z
      .array(z.object({ name: z.string(), parameters }))
      .describe("Parts that are trained as they are: head, last norm, new stem; or all."),
  })
  .meta({ id: "RunInspection" });
export type RunInspection = z.infer<typeof runInspectionSchema>;
