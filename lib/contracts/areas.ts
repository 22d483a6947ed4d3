import { z } from "zod";
import {
  areaIdSchema,
  personSchema,
  projectIdSchema,
  sceneIdSchema,
  timeMsSchema,
  userIdSchema,
} from "./common";

/** A scene is divided into at most so many areas. */
export const maxAreasPerScene = 2_000;

/** How long somebody keeps an area without labelling in it, in minutes. */
export const leaseMinutesSchema = z
  .number()
  .int()
  .min(5, "A lease is at least 5 minutes long.")
  .max(30 * 24 * 60, "A lease is at most 30 days long.")
  .describe("How long the area stays theirs without a label from them, in minutes.");

export const defaultLeaseMinutes = 120;

const extentShape = {
  row: z.number().int().min(0).describe("First row."),
  col: z.number().int().min(0).describe("First column."),
  rows: z.number().int().min(1),
  cols: z.number().int().min(1),
};

/** A block of a scene's grid that one person works on; areas of a scene do not overlap. */
export const areaSchema = z
  .object({
    id: areaIdSchema,
    sceneId: sceneIdSchema,
    ...extentShape,
    holder: personSchema
      .nullable()
      .describe("Whose it is now; null: free, or their lease has run out."),
    leaseUntilMs: timeMsSchema.nullable().describe("Moves on while the holder labels in it."),
    leaseMinutes: leaseMinutesSchema,
    tileCount: z.number().int(),
    labelledCount: z.number().int(),
  })
  .meta({ id: "Area" });
export type Area = z.infer<typeof areaSchema>;

export const sceneAreasSchema = z
  .object({
    strict: z
      .boolean()
      .describe("Only the holder may label in an area; else browsers ask before others do."),
    areas: z.array(areaSchema),
  })
  .meta({ id: "SceneAreas" });
export type SceneAreas = z.infer<typeof sceneAreasSchema>;

export const divideSceneInputSchema = z.object({
  sceneId: sceneIdSchema,
  rowsPerArea: z.number().int().min(1).max(100_000),
  colsPerArea: z.number().int().min(1).max(100_000),
  leaseMinutes: leaseMinutesSchema.default(defaultLeaseMinutes),
});

export const createAreaInputSchema = z.object({
  sceneId: sceneIdSchema,
  ...extentShape,
  holderId: userIdSchema.nullable().default(null),
  leaseMinutes: leaseMinutesSchema.default(defaultLeaseMinutes),
});

export const assignAreaInputSchema = z.object({
  areaId: areaIdSchema,
  holderId: userIdSchema,
  leaseMinutes: leaseMinutesSchema.optional(),
});

export const claimAreaInputSchema = z.object({
  sceneId: sceneIdSchema,
  areaId: areaIdSchema
    .optional()
    .describe(
      "This one; else the area one has already and has not finished, else the next free one.",
    ),
});

export const setAreaRuleInputSchema = z.object({
  projectId: projectIdSchema,
  strict: z.boolean(),
});
