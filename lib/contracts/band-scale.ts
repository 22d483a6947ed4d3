import { z } from "zod";

/** What the stored values of a band count; null where the file does not say it. */
export const bandUnitSchema = z.object({
  unit: z
    .string()
    .max(100)
    .nullable()
    .describe("As the file spells it, such as reflectance or dB."),
  scale: z.number().nullable().describe("Physical value of one step, where it is not 1."),
  offset: z.number().nullable().describe("Physical value of a stored 0, where it is not 0."),
});

/** The values that a model learned from, per band. Imagery on another scale is refused. */
export const bandScaleSchema = bandUnitSchema
  .extend({
    low: z.number().describe("Lowest 2nd percentile of its scenes, as stored."),
    high: z.number().describe("Highest 98th percentile of its scenes, as stored."),
  })
  .meta({ id: "BandScale" });
export type BandScale = z.infer<typeof bandScaleSchema>;
