import { z } from "zod";
import {
  classIdSchema,
  colourSchema,
  nameSchema,
  personSchema,
  predictionIdSchema,
  projectIdSchema,
  sceneIdSchema,
  timeMsSchema,
  userIdSchema,
} from "./common";
import { maxEditsPerBatch, tileAddressSchema } from "./labels";
import { classKeySchema } from "./projects";

const previewSchema = z.boolean().default(false).describe("Only say what would happen.");

export const mergeClassesInputSchema = z.object({
  projectId: projectIdSchema,
  fromClassId: classIdSchema.describe("Gives up its labels and is archived."),
  intoClassId: classIdSchema.describe("Takes them over, and the classes below."),
  preview: previewSchema,
});
export type MergeClassesInput = z.output<typeof mergeClassesInputSchema>;

/** What carries a class: where, and who gave it. */
export const classUseSchema = z
  .object({
    tileCount: z.number().int(),
    scenes: z.array(
      z.object({ sceneId: sceneIdSchema, sceneName: z.string(), tileCount: z.number().int() }),
    ),
    authors: z.array(personSchema.extend({ tileCount: z.number().int() })),
  })
  .meta({ id: "ClassUse" });

/** Which tiles of a class go to another; what is missing leaves none out. */
export const splitFilterSchema = z.object({
  sceneIds: z.array(sceneIdSchema).min(1).max(1000).optional(),
  authorIds: z.array(userIdSchema).min(1).max(255).optional().describe("Who gave the label."),
  predicted: z
    .object({
      predictionIds: z
        .array(predictionIdSchema)
        .min(1)
        .max(1000)
        .describe("One for a scene; tiles of scenes without any stay."),
      classIds: z.array(classIdSchema).min(1).max(250),
    })
    .optional()
    .describe("What a model says of the tile."),
  picked: z
    .object({
      sceneId: sceneIdSchema,
      tiles: z.array(tileAddressSchema).min(1).max(maxEditsPerBatch),
    })
    .optional()
    .describe("Tiles one by one."),
});
export type SplitFilter = z.infer<typeof splitFilterSchema>;

export const splitClassInputSchema = z.object({
  projectId: projectIdSchema,
  fromClassId: classIdSchema
    .nullable()
    .describe("Only tiles of this class; null, for picked tiles: whatever they are now."),
  into: z
    .union([
      z.object({ classId: classIdSchema }),
      z.object({
        name: nameSchema,
        colour: colourSchema.optional(),
        key: classKeySchema.optional(),
        parentId: classIdSchema.nullable().optional(),
      }),
    ])
    .describe("A class of the project, or what the new one is called."),
  filter: splitFilterSchema,
  preview: previewSchema,
});
export type SplitClassInput = z.output<typeof splitClassInputSchema>;

export const classChangeResultSchema = z
  .object({
    actId: z.string().nullable().describe("To revert it by; null: nothing was done."),
    fromClassId: classIdSchema.nullable(),
    intoClassId: classIdSchema.nullable().describe("null in the preview of a new class."),
    tileCount: z.number().int().describe("Labels that change, or have changed."),
    stayCount: z.number().int().describe("Tiles that the class keeps."),
    scenes: z.array(
      z.object({ sceneId: sceneIdSchema, sceneName: z.string(), tileCount: z.number().int() }),
    ),
    applied: z.boolean(),
  })
  .meta({ id: "ClassChangeResult" });
export type ClassChangeResult = z.infer<typeof classChangeResultSchema>;

/** A merge or a split, as the history of a project's classes names it. */
export const classChangeSchema = z
  .object({
    actId: z.string(),
    kind: z.enum(["merge", "split"]),
    fromClassId: classIdSchema.nullable(),
    intoClassId: classIdSchema,
    tileCount: z.number().int(),
    sceneCount: z.number().int(),
    author: personSchema,
    atMs: timeMsSchema,
    revertedBy: personSchema.nullable(),
    revertedAtMs: timeMsSchema.nullable(),
  })
  .meta({ id: "ClassChange" });
export type ClassChange = z.infer<typeof classChangeSchema>;

export const classRevertSchema = z
  .object({
    revertedCount: z.number().int().describe("Tiles that have their earlier label again."),
    keptCount: z.number().int().describe("Tiles that were labelled anew since, and stay."),
    keptBy: z
      .array(personSchema)
      .describe("Who labelled them, of the first hundred in each scene."),
  })
  .meta({ id: "ClassRevert" });
export type ClassRevert = z.infer<typeof classRevertSchema>;
