import { z } from "zod";
import { modelIdSchema, personSchema, projectIdSchema, timeMsSchema } from "./common";

export const reviewStatusSchema = z
  .enum(["candidate", "approved", "rejected"])
  .meta({ id: "ReviewStatus" });
export type ReviewStatus = z.infer<typeof reviewStatusSchema>;

/** What somebody said of a model; the newest counts. */
export const modelReviewSchema = z
  .object({
    status: reviewStatusSchema,
    reason: z.string(),
    person: personSchema.nullable(),
    atMs: timeMsSchema,
  })
  .meta({ id: "ModelReview" });
export type ModelReview = z.infer<typeof modelReviewSchema>;

export const reviewModelInputSchema = z
  .object({
    modelId: modelIdSchema,
    status: reviewStatusSchema,
    reason: z.string().trim().max(2000, "A reason has at most 2,000 characters.").default(""),
  })
  .refine((review) => review.status !== "rejected" || review.reason !== "", {
    message: "Say why the model is rejected.",
    path: ["reason"],
  });

/** Why the models that are offered for predictions are these. */
export const offerRuleSchema = z
  .enum(["never-approved", "approved-only", "reviewer"])
  .describe(
    "never-approved: the project never approved a model, so all are offered; approved-only: the approved ones; reviewer: all, because you may approve them yourself.",
  );
export type OfferRule = z.infer<typeof offerRuleSchema>;

export const setDefaultModelInputSchema = z.object({
  projectId: projectIdSchema,
  modelId: modelIdSchema.nullable().describe("An approved model; null: none."),
});

const namedModelSchema = z.object({ id: modelIdSchema, name: z.string() });

/** Which model a project predicts with, and which one before. */
export const defaultModelSchema = z
  .object({
    current: namedModelSchema.nullable(),
    previous: namedModelSchema
      .nullable()
      .describe(
        "The approved model that was the default before; null: there is none to go back to.",
      ),
    person: personSchema.nullable().describe("Who chose the current one."),
    atMs: timeMsSchema.nullable(),
  })
  .meta({ id: "DefaultModel" });
export type DefaultModel = z.infer<typeof defaultModelSchema>;
