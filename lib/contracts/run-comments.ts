import { z } from "zod";
import { personSchema, runIdSchema, timeMsSchema } from "./common";

export const runCommentSchema = z
  .object({
    id: z.number().int(),
    runId: runIdSchema,
    author: personSchema.nullable(),
    text: z.string(),
    atMs: timeMsSchema,
  })
  .meta({ id: "RunComment" });
export type RunComment = z.infer<typeof runCommentSchema>;

export const createRunCommentInputSchema = z.object({
  runId: runIdSchema,
  text: z
    .string()
    .trim()
    .min(1, "A comment needs a text.")
    .max(5000, "A comment has at most 5,000 characters."),
});

export const deleteRunCommentInputSchema = z.object({
  runId: runIdSchema,
  commentId: z.coerce.number().int().min(0),
});
