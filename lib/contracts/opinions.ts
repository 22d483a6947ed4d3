import { z } from "zod";
import {
  classIdSchema,
  personSchema,
  projectIdSchema,
  sceneIdSchema,
  timeMsSchema,
  userIdSchema,
} from "./common";
import { tileAddressSchema } from "./labels";

/** What makes the answers to a tile one: all the same, or more than half of them. */
export const opinionRuleSchema = z.enum(["unanimous", "majority"]);
export type OpinionRule = z.infer<typeof opinionRuleSchema>;

export const maxOpinions = 5;

/** How many people a project asks for the class of a tile, each without seeing the others' answers. */
export const opinionSettingSchema = z
  .object({
    opinions: z
      .number()
      .int()
      .min(1)
      .max(maxOpinions)
      .describe("Answers per tile; 1: nobody is asked twice."),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe("Share of the tiles that want so many; the rest want one."),
    rule: opinionRuleSchema,
    seed: z.number().int().min(0).max(2_147_483_647).describe("Chooses which tiles these are."),
  })
  .meta({ id: "OpinionSetting" });
export type OpinionSetting = z.infer<typeof opinionSettingSchema>;

/** What a project asks that never said otherwise. */
export const oneOpinion: OpinionSetting = { opinions: 1, share: 1, rule: "unanimous", seed: 0 };

export const changeOpinionSettingInputSchema = opinionSettingSchema.extend({
  projectId: projectIdSchema,
  askAgain: z
    .boolean()
    .default(false)
    .describe("Also of tiles that have a label: it becomes the first of their answers."),
});

/**
 * Where a tile stands besides its label, as a number in a plane of statuses; 0 is the usual case, of
 * which the label tells the rest. A returned tile is `in_review` to everybody it was not returned to.
 */
export const tilePlaces = { inReview: 2, returned: 3, accepted: 4, returnedToYou: 5 } as const;
/** Added to the place of a tile that is flagged. */
export const flaggedBit = 8;

/** The words of a filter for where tiles stand. */
export const standings = ["flagged", "in_review", "returned", "accepted"] as const;
export type Standing = (typeof standings)[number];

export const statusPlaneSchema = z
  .object({
    sceneId: sceneIdSchema,
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    plane: z
      .string()
      .describe(
        "Base64 of a byte per tile: 2 in review, 3 returned, 4 accepted, 5 returned to you, 0 else; 8 more: flagged.",
      ),
  })
  .meta({ id: "StatusPlane" });

export const tileStatusSchema = z.enum([
  "unlabelled",
  "labelled",
  "flagged",
  "in_review",
  "returned",
  "accepted",
]);
export type TileStatus = z.infer<typeof tileStatusSchema>;

const saidSchema = z.object({ comment: z.string(), atMs: timeMsSchema });

/** What is known of one tile; of an unsettled one, others' answers only to who may see them. */
export const tileOpinionsSchema = z
  .object({
    sceneId: sceneIdSchema,
    row: z.number().int(),
    col: z.number().int(),
    status: tileStatusSchema,
    wanted: z.number().int().describe("How many people are asked."),
    isHidden: z.boolean().describe("Others' answers are kept from whoever asks."),
    label: z
      .object({ classId: classIdSchema, author: personSchema, atMs: timeMsSchema })
      .nullable()
      .describe("What is settled."),
    answers: z.array(
      z.object({ person: personSchema, classId: classIdSchema, atMs: timeMsSchema }),
    ),
    decision: z
      .object({ classId: classIdSchema, person: personSchema, atMs: timeMsSchema })
      .nullable()
      .describe("A reviewer's last one; it may have been contradicted since."),
    returns: z.array(
      saidSchema.extend({
        to: personSchema,
        by: personSchema,
        answeredAtMs: timeMsSchema.nullable(),
      }),
    ),
    flags: z.array(saidSchema.extend({ person: personSchema })),
  })
  .meta({ id: "TileOpinions" });
export type TileOpinions = z.infer<typeof tileOpinionsSchema>;

export const maxReviewedTiles = 5_000;
const tilesSchema = z.array(tileAddressSchema).min(1).max(maxReviewedTiles);
export const commentSchema = z.string().trim().max(1000, "A comment has at most 1000 characters.");

export const flagTilesInputSchema = z.object({
  sceneId: sceneIdSchema,
  tiles: tilesSchema,
  flagged: z.boolean().describe("false takes flags off: one's own, or all by who may review."),
  comment: commentSchema.default(""),
});

/** What a reviewer does; sending it twice changes nothing. */
const reviewBatchSchema = z.object({
  batchId: z.uuid().describe("Made by the client; the same id is applied once."),
  sceneId: sceneIdSchema,
});
export const decideTilesInputSchema = reviewBatchSchema.extend({
  tiles: z
    .array(tileAddressSchema.extend({ classId: classIdSchema }))
    .min(1)
    .max(maxReviewedTiles),
});
export const acceptTilesInputSchema = reviewBatchSchema.extend({ tiles: tilesSchema });
export const returnTilesInputSchema = reviewBatchSchema.extend({
  tiles: tilesSchema,
  comment: commentSchema,
  personIds: z
    .array(userIdSchema)
    .min(1)
    .max(100)
    .optional()
    .describe("Whom to ask again; without it all who answered."),
});
export const reviewResultSchema = z
  .object({
    changedCount: z.number().int(),
    skippedCount: z
      .number()
      .int()
      .describe("Tiles of which nothing could come: no answer most agree on, nobody to return to."),
    repeated: z.boolean().describe("This batch had been applied before."),
    revision: z.number().int(),
  })
  .meta({ id: "ReviewResult" });

export const returnedTileSchema = z
  .object({
    sceneId: sceneIdSchema,
    sceneName: z.string(),
    row: z.number().int(),
    col: z.number().int(),
    comment: z.string(),
    by: personSchema,
    atMs: timeMsSchema,
  })
  .meta({ id: "ReturnedTile" });
export const maxReturnedTiles = 1_000;

export const reviewKindSchema = z.enum(["disagreement", "flagged", "returned", "labelled"]);
export type ReviewKind = z.infer<typeof reviewKindSchema>;

export const listReviewInputSchema = z.object({
  projectId: projectIdSchema,
  kind: reviewKindSchema,
  sceneId: sceneIdSchema.optional(),
  classId: classIdSchema.optional().describe("Only tiles that somebody gave this class."),
  otherClassId: classIdSchema.optional().describe("And somebody else this one."),
  afterSceneId: sceneIdSchema.optional().describe("The last tile that one has: the next page."),
  afterTileIndex: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const reviewQueueSchema = z
  .object({
    tiles: z.array(tileOpinionsSchema),
    more: z.boolean().describe("There are tiles after these."),
    counts: z
      .object({
        disagreement: z.number().int(),
        flagged: z.number().int(),
        returned: z.number().int(),
        labelled: z.number().int(),
        open: z.number().int().describe("Answered, and waiting for more answers."),
      })
      .describe("Tiles of each kind in these scenes, whatever the class."),
  })
  .meta({ id: "ReviewQueue" });
export type ReviewQueue = z.infer<typeof reviewQueueSchema>;

const coefficientSchema = z.number().nullable().describe("null: it is not defined here.");
/** How far people agree who answered the same tiles. */
export const agreementSchema = z
  .object({
    tileCount: z.number().int().describe("Tiles with at least two answers."),
    classIds: z.array(classIdSchema).describe("In the order of rows and columns below."),
    alpha: coefficientSchema,
    classAlphas: z.array(coefficientSchema).describe("Each class against the rest."),
    pairs: z.array(
      z.object({
        a: personSchema,
        b: personSchema,
        tileCount: z.number().int(),
        agreement: z.number().describe("Share of these tiles on which they agree."),
        kappa: coefficientSchema,
        classKappas: z.array(coefficientSchema).describe("Each class against the rest."),
        matrix: z
          .array(z.array(z.number().int()))
          .describe("Tiles by class of a (row) and class of b (column)."),
      }),
    ),
  })
  .meta({ id: "Agreement" });
export type Agreement = z.infer<typeof agreementSchema>;
