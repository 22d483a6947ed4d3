import { z } from "zod";
import { projectIdSchema, runIdSchema, sceneIdSchema } from "./common";
import { jobSchema } from "./jobs";
import { predictionSchema } from "./predictions";
import { presenceSchema } from "./presence";
import { runSchema } from "./runs";
import { eventSplitSchema } from "./trainer-events";

/**
 * What one browser tab hears. Topics: `jobs` (all jobs one may see), `project:<id>`, `run:<id>`,
 * `scene:<id>`. Every event is a row; its id resumes the stream (`Last-Event-ID`).
 */
export const topicSchema = z.string().regex(/^(jobs|(project|run|scene):[a-z]+_[0-9a-z]{20})$/);

/** More than any page listens to. */
export const maxTopics = 100;

export const runPointSchema = z.object({
  step: z.number(),
  epoch: z.number(),
  atMs: z.number(),
  split: eventSplitSchema,
  values: z.record(z.string(), z.number().nullable()),
});
export type RunPoint = z.infer<typeof runPointSchema>;

export const liveEventSchema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("job.changed"), job: jobSchema }),
    z.object({ type: z.literal("run.changed"), run: runSchema }),
    z.object({ type: z.literal("run.deleted"), projectId: projectIdSchema, runId: runIdSchema }),
    z.object({
      type: z.literal("run.points"),
      runId: runIdSchema,
      fromStep: z
        .number()
        .nullable()
        .describe("Points after this step are replaced (a resume began here)."),
      points: z.array(runPointSchema),
    }),
    z.object({
      type: z.literal("labels.changed"),
      sceneId: sceneIdSchema,
      revision: z.number().int(),
      fromRevision: z
        .number()
        .int()
        .optional()
        .describe("Several changes at once, the first of this revision; missing: one."),
      batchId: z.string().describe("Of the last change."),
      edits: z
        .array(z.tuple([z.number().int(), z.number().int(), z.number().int()]))
        .describe("[row, col, plane byte]; empty when too many: read the plane again."),
      unchanged: z
        .boolean()
        .optional()
        .describe("Nothing changed for whoever hears this; only the revision did."),
    }),
    z.object({
      type: z.literal("areas.changed"),
      projectId: projectIdSchema,
      sceneId: sceneIdSchema.nullable().describe("null: in every scene of the project."),
    }),
    z
      .object({
        type: z.literal("presence.changed"),
        sceneId: sceneIdSchema,
        present: z.array(presenceSchema).describe("Everybody who is on the scene now."),
      })
      .describe("Passes by: it is no row, and is not sent again."),
    z.object({
      type: z.literal("statuses.changed"),
      sceneId: sceneIdSchema,
      edits: z
        .array(z.tuple([z.number().int(), z.number().int(), z.number().int()]))
        .describe("[row, col, status byte]; empty when too many: read the plane again."),
    }),
    z.object({
      type: z.literal("scene.changed"),
      projectId: projectIdSchema,
      sceneId: sceneIdSchema,
      change: z.enum(["added", "updated", "deleted"]),
    }),
    z.object({ type: z.literal("project.changed"), projectId: projectIdSchema }),
    z.object({ type: z.literal("views.changed"), projectId: projectIdSchema }),
    z.object({
      type: z.literal("dataset.changed"),
      projectId: projectIdSchema,
      datasetId: z.string(),
    }),
    z.object({ type: z.literal("model.changed"), projectId: projectIdSchema, modelId: z.string() }),
    z.object({ type: z.literal("prediction.changed"), prediction: predictionSchema }),
    z
      .object({ type: z.literal("connected") })
      .describe("First of every stream: its id is where to resume from."),
    z.object({
      type: z.literal("resync"),
      reason: z.string().describe("Events were missed: read everything again."),
    }),
  ])
  .meta({ id: "LiveEvent" });
export type LiveEvent = z.infer<typeof liveEventSchema>;
