import { z } from "zod";
import { projectIdSchema } from "./common";
import { standings } from "./opinions";
import { runTableViewSchema } from "./run-table";

/**
 * Which tiles: what they are labelled, what a prediction says, how sure it is, who labelled them. A
 * filter that is added later has a default, so that what was kept before still is understood.
 */
const tileFilterSchema = z.object({
  label: z
    .string()
    .max(64)
    .default("any")
    .describe("any, none (unlabelled), some (labelled), or the id of a class."),
  predicted: z
    .string()
    .max(64)
    .default("any")
    .describe("any, differs (from the label), agrees, or the id of a class."),
  confidenceAtMost: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("Highest probability of the prediction at most this; 1: all."),
  authorId: z
    .string()
    .max(64)
    .nullable()
    .default(null)
    .describe("Who labelled them; null: anybody."),
  myArea: z.boolean().default(false).describe("Only tiles of the work areas that one holds."),
  standing: z
    .enum(["any", ...standings])
    .default("any")
    .describe("Where they stand."),
});

export const tileOrders = ["grid", "unsure", "sure", "class", "rare", "random"] as const;
export type TileOrder = (typeof tileOrders)[number];

/** Which tiles in which order: shown on the wall, walked through on the map. */
export const tileQueueSchema = tileFilterSchema
  .extend({
    order: z.enum(tileOrders).default("grid"),
    seed: z.number().int().min(0).max(999_999).default(1).describe("Of the random order."),
  })
  .meta({ id: "TileQueue" });
export type TileQueue = z.infer<typeof tileQueueSchema>;

/** What one person likes in one project; it follows them from browser to browser. */
export const preferencesSchema = z
  .object({
    queue: tileQueueSchema.nullable().default(null).describe("null: as the scene lies."),
    runTable: runTableViewSchema.nullable().default(null).describe("null: the usual columns."),
  })
  .meta({ id: "Preferences" });
export type Preferences = z.infer<typeof preferencesSchema>;

export const updatePreferencesInputSchema = z.object({
  projectId: projectIdSchema,
  queue: tileQueueSchema.nullable().optional(),
  runTable: runTableViewSchema.nullable().optional(),
});
