import { z } from "zod";
import { nameSchema, personSchema, projectIdSchema, timeMsSchema, viewIdSchema } from "./common";

export const rampNameSchema = z.enum(["grey", "viridis", "magma", "vegetation"]);

/** How the two ends of a stretch are found; `custom`: set by hand. */
export const stretchNameSchema = z.enum([
  "percentile2",
  "percentile1",
  "minmax",
  "deviation",
  "custom",
]);

const stretchSchema = z.object({ low: z.number(), high: z.number() });

/**
 * How pixels become colours. Three channels (red, green, blue) or a single one with a colour ramp; a
 * channel is a band, or a formula over bands.
 */
export const renderingSchema = z
  .object({
    mode: z.enum(["rgb", "single"]),
    bands: z
      .array(z.number().int().min(1).max(64))
      .min(1)
      .max(16)
      .describe("1-based. One per channel, or the bands that the formulas read."),
    formulas: z
      .array(z.string().trim().min(1).max(200))
      .min(1)
      .max(3)
      .optional()
      .describe("One per channel, such as (b8-b4)/(b8+b4); missing: channels are bands."),
    stretches: z
      .array(stretchSchema)
      .min(1)
      .max(3)
      .describe("Values that become dark and bright, one pair per channel."),
    gamma: z.number().min(0.2).max(5),
    ramp: rampNameSchema.describe("Colours of a single channel."),
  })
  .refine(
    ({ mode, bands, formulas, stretches }) => {
      const channels = mode === "rgb" ? 3 : 1;
      return stretches.length === channels && (formulas ?? bands).length === channels;
    },
    { message: "A picture has three channels or one; each has a band or formula, and a stretch." },
  )
  .meta({ id: "Rendering" });
export type BandRendering = z.infer<typeof renderingSchema>;

/** How a project likes to look at its scenes: shared by everybody in it. */
export const viewSchema = z
  .object({
    id: viewIdSchema,
    projectId: projectIdSchema,
    name: nameSchema,
    rendering: renderingSchema,
    stretchName: stretchNameSchema.describe(
      "Other scenes find their own values by this rule; custom: the values themselves.",
    ),
    bandNames: z
      .array(z.string().max(200))
      .max(16)
      .describe("Names of `rendering.bands`, by which other scenes find theirs."),
    isDefault: z.boolean().describe("Scenes that nobody has looked at yet open in this view."),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
  })
  .meta({ id: "View" });
export type View = z.infer<typeof viewSchema>;

export const maxViewsPerProject = 50;

export const createViewInputSchema = viewSchema
  .pick({ projectId: true, name: true, rendering: true, stretchName: true, bandNames: true })
  .extend({ isDefault: z.boolean().default(false) });

export const updateViewInputSchema = z.object({
  viewId: viewIdSchema,
  name: nameSchema.optional(),
  rendering: renderingSchema.optional(),
  stretchName: stretchNameSchema.optional(),
  bandNames: viewSchema.shape.bandNames.optional(),
  isDefault: z.boolean().optional(),
});
