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

/** Who gave the labels of a scene, as one byte per tile: 0 unlabelled, else place in `authors` + 1. */
export const labelAuthorsSchema = z
  .object({
    sceneId: sceneIdSchema,
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    authors: z
      .array(personSchema.extend({ count: z.number().int().describe("Tiles they labelled.") }))
      .describe("Those with most labels first; at most 255."),
    plane: z.string().describe("Base64 of gridRows * gridCols bytes, row by row."),
  })
  .meta({ id: "LabelAuthors" });
export type LabelAuthors = z.infer<typeof labelAuthorsSchema>;

export const labelEditSchema = z.object({
  row: z.number().int().min(0),
  col: z.number().int().min(0),
  classId: classIdSchema.nullable().describe("null clears the label."),
});
export type LabelEdit = z.infer<typeof labelEditSchema>;

/** What labels are changed with. */
const actNameSchema = z.enum([
  ...["key", "click", "brush", "rectangle", "lasso", "flood", "fill", "wall"],
  ...["copy", "undo", "redo", "import", "api"],
] as const);

/** The same, and what only the server does. */
const doneActNames = [
  ...actNameSchema.options,
  ...(["revert", "decide", "accept", "return", "setting", "merge", "split"] as const),
] as const;

/** The act of this name; null for one of a later version. */
export function findActName(text: string): (typeof doneActNames)[number] | null {
  return doneActNames.find((name) => name === text) ?? null;
}

/** One act of a person: a key press, a brush stroke, an undo. Sending it twice changes nothing. */
export const labelBatchSchema = z.object({
  batchId: z.uuid().describe("Made by the client; the same id is applied once."),
  sceneId: sceneIdSchema,
  actId: z
    .uuid()
    .optional()
    .describe("Batches of one act share it, so that the act is reverted as a whole."),
  act: actNameSchema.default("api"),
  madeAtMs: timeMsSchema.optional(),
  seenRevision: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      "Revision of the labels that the author had seen. What others labelled since is not overwritten, and the answer names it. Missing: the last writer wins.",
    ),
  edits: z.array(labelEditSchema).min(1).max(maxEditsPerBatch),
});
export type LabelBatch = z.input<typeof labelBatchSchema>;

/** Tiles that one person had labelled as one class, unseen by the author of a batch. */
export const labelConflictSchema = z
  .object({
    labelledBy: personSchema,
    classId: classIdSchema.describe("What they had labelled these tiles."),
    wantedClassId: classIdSchema.nullable().describe("What the batch wanted; null: no label."),
    atMs: timeMsSchema.describe("When the latest of them was labelled."),
    inReview: z
      .boolean()
      .describe("Both answers are kept and the tiles are in review; else they stay as they were."),
    tiles: z.array(z.tuple([z.number().int(), z.number().int()])).describe("[row, col]"),
  })
  .meta({ id: "LabelConflict" });
export type LabelConflict = z.infer<typeof labelConflictSchema>;

export const labelBatchResultSchema = z
  .object({
    revision: z.number().int(),
    changedCount: z.number().int().describe("Tiles whose label is different now."),
    repeated: z.boolean().describe("This batch had been applied before."),
    labelledCount: z.number().int(),
    corrected: z
      .array(z.tuple([z.number().int(), z.number().int(), z.number().int()]))
      .optional()
      .describe(
        "[row, col, plane byte] of tiles that show their author something else than asked.",
      ),
    conflicts: z
      .array(labelConflictSchema)
      .optional()
      .describe("Tiles that others had labelled otherwise, unseen; only with `seenRevision`."),
  })
  .meta({ id: "LabelBatchResult" });
export type LabelBatchResult = z.infer<typeof labelBatchResultSchema>;

const eventKindSchema = z.enum(["opinion", "settled", "decided", "returned"]);

/** The kind of this name; null for one of a later version. */
export function findEventKind(text: string | null): z.infer<typeof eventKindSchema> | null {
  return eventKindSchema.options.find((kind) => kind === text) ?? null;
}

export const labelEventSchema = z
  .object({
    atMs: timeMsSchema,
    author: personSchema,
    fromClassId: classIdSchema.nullable(),
    toClassId: classIdSchema.nullable(),
    act: z.string(),
    kind: eventKindSchema
      .nullable()
      .describe(
        "null: of the label by its author; else an answer, the label that answers led to, a reviewer's decision, or a return.",
      ),
    answerOf: personSchema
      .nullable()
      .describe("Whose answer it was, where it is not the author's own."),
    batchId: z.string(),
    actId: z.string(),
    actTileCount: z.number().int().describe("Tiles that the whole act changed."),
  })
  .meta({ id: "LabelEvent" });
export type LabelEvent = z.infer<typeof labelEventSchema>;

export const labelCountsSchema = z
  .object({
    revision: z.number().int().describe("Goes up with every batch that changes a label."),
    tileCount: z.number().int(),
    labelledCount: z.number().int(),
    classCounts: z.record(classIdSchema, z.number().int()),
  })
  .meta({ id: "LabelCounts" });

export const labelActSchema = z
  .object({
    actId: z.string(),
    act: z.string().describe("What it was done with: key, lasso, undo, import, …"),
    author: personSchema,
    atMs: timeMsSchema,
    tileCount: z.number().int().describe("Tiles that it changed."),
    classId: classIdSchema
      .nullable()
      .describe("The class of its first tile afterwards; null: it was cleared."),
    revertedBy: personSchema.nullable(),
  })
  .meta({ id: "LabelAct" });
export type LabelAct = z.infer<typeof labelActSchema>;

export const listLabelActsInputSchema = z.object({
  sceneId: sceneIdSchema,
  minTiles: z.coerce.number().int().min(1).default(1).describe("Leaves out smaller acts."),
  beforeMs: z.coerce.number().optional().describe("Only older acts: the next page."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const maxKeptTilesNamed = 100;

export const revertResultSchema = z
  .object({
    actId: z.string().nullable().describe("The act that took it back; null: nothing was left to."),
    revertedCount: z.number().int().describe("Tiles that have their earlier label again."),
    keptCount: z.number().int().describe("Tiles that were labelled anew since, and stay."),
    kept: z
      .array(
        z.object({
          row: z.number().int(),
          col: z.number().int(),
          classId: classIdSchema.nullable(),
          author: personSchema,
        }),
      )
      .max(maxKeptTilesNamed)
      .describe("The first of them, and who labelled them."),
    revision: z.number().int(),
    labelledCount: z.number().int(),
  })
  .meta({ id: "LabelRevertResult" });
export type RevertResult = z.infer<typeof revertResultSchema>;
