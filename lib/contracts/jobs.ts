import { z } from "zod";
import {
  jobIdSchema,
  personSchema,
  problemSchema,
  projectIdSchema,
  saidAsSchema,
  timeMsSchema,
} from "./common";

export const jobKindSchema = z
  .enum([
    "scene.import",
    "run.fit",
    "prediction.predict",
    "dataset.export",
    "truth.read",
    "truth.apply",
    "opinions.weigh",
    "tiles.export",
    "project.demonstrate",
  ])
  .meta({ id: "JobKind" });
export type JobKind = z.infer<typeof jobKindSchema>;

/** queued -> running -> finished | failed | canceled; a lost worker puts a job back to queued. */
export const jobStatusSchema = z
  .enum(["queued", "running", "finished", "failed", "canceled"])
  .meta({ id: "JobStatus" });

export const jobProgressSchema = z
  .object({
    fraction: z.number().min(0).max(1).nullable(),
    message: z.string().nullable(),
    sentence: saidAsSchema,
    done: z.number().nullable(),
    total: z.number().nullable(),
    remainingMs: z.number().int().nullable(),
  })
  .meta({ id: "JobProgress" });
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: jobKindSchema,
    projectId: projectIdSchema.nullable(),
    subjectId: z
      .string()
      .nullable()
      .describe("What the job made or works on: a scene, run, prediction or dataset id."),
    title: z.string(),
    titleSentence: saidAsSchema,
    status: jobStatusSchema,
    progress: jobProgressSchema,
    aheadCount: z
      .number()
      .int()
      .describe("Jobs of the same lane that will start earlier; 0 unless queued."),
    problem: problemSchema.nullable(),
    createdBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
    startedAtMs: timeMsSchema.nullable(),
    endedAtMs: timeMsSchema.nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof jobSchema>;
