import { z } from "zod";
import { classIdSchema, personSchema, sceneIdSchema, timeMsSchema } from "./common";

export const maxEditsPerBatch = 20_000;

/** Row and column of a tile in its scene's grid; (0, 0) is the upper left. */
export const tileAddressSchema = z.object({
  row: z.number().int().min(0),
  col: z.number().int().min(0),
});

/** All labels of one scene as one byte per tile: 0 is unlabelled, else the class's index + 1. */
export const labelPlaneSchema = z
  .object({
    sceneId: sceneIdSchema,
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    revision: z.number().int().describe("Goes up with every batch that changes a label."),
    plane: z.string().describe("Base64 of gridRows * gridCols bytes, row by row."),
  })
  .meta({ id: "LabelPlane" });
export type LabelPlane = z.infer<typeof labelPlaneSchema>;

export const labelEditSchema = z.object({
  row: z.number().int().min(0),
  col: z.number().int().min(0),
  classId: classIdSchema.nullable().describe("null clears the label."),
});
export type LabelEdit = z.infer<typeof labelEditSchema>;

/** One act of a person: a key press, a brush stroke, an undo. Sending it twice changes nothing. */
export const labelBatchSchema = z.object({
  batchId: z.uuid().describe("Made by the client; the same id is applied once."),
  sceneId: sceneIdSchema,
  act: z
    .enum([
      ...["key", "click", "brush", "rectangle", "lasso", "flood", "fill"],
      ...["undo", "redo", "import", "api"],
    ] as const)
    .default("api"),
  madeAtMs: timeMsSchema.optional(),
  edits: z.array(labelEditSchema).min(1).max(maxEditsPerBatch),
});
export type LabelBatch = z.input<typeof labelBatchSchema>;

export const labelBatchResultSchema = z
  .object({
    revision: z.number().int(),
    changedCount: z.number().int().describe("Tiles whose label is different now."),
    repeated: z.boolean().describe("This batch had been applied before."),
    labelledCount: z.number().int(),
  })
  .meta({ id: "LabelBatchResult" });

export const labelEventSchema = z
  .object({
    atMs: timeMsSchema,
    author: personSchema,
    fromClassId: classIdSchema.nullable(),
    toClassId: classIdSchema.nullable(),
    act: z.string(),
    batchId: z.string(),
  })
  .meta({ id: "LabelEvent" });
export type LabelEvent = z.infer<typeof labelEventSchema>;

export const labelCountsSchema = z
  .object({
    tileCount: z.number().int(),
    labelledCount: z.number().int(),
    classCounts: z.record(classIdSchema, z.number().int()),
  })
  .meta({ id: "LabelCounts" });
