import type { z } from "zod";
import type { Problem } from "@/lib/contracts/common";
import type { JobKind, JobProgress } from "@/lib/contracts/jobs";

/** What a handler gets besides its payload. */
export interface JobContext {
  jobId: string;
  /** 1 for the first try; a job whose worker died is handed out again. */
  attempt: number;
  createdBy: string | null;
  /** Aborted when somebody cancels the job or the worker shuts down (`reason` says which). */
  signal: AbortSignal;
  /** Shows progress; calls in quick succession are thinned before they reach the database. */
  report(progress: Partial<JobProgress>): void;
  /** Says what the job made, such as the scene's id. */
  setSubject(subjectId: string): Promise<void>;
}

/** Why `signal` was aborted. */
export type AbortReason = "canceled" | "shutdown";

/**
 * A kind of long work. Handlers may run twice for one job, so they begin by looking at what is
 * already there. Throwing an AppError fails the job with its words.
 */
export interface JobDefinition<Payload> {
  kind: JobKind;
  payloadSchema: z.ZodType<Payload>;
  /** Jobs of one lane wait for each other; the worker decides how many of a lane run at once. */
  lane: string;
  run(payload: Payload, context: JobContext): Promise<void>;
  /** Puts the row that waits on the job into its final state after failure or cancellation. */
  onEnded?(
    payload: Payload,
    outcome: "failed" | "canceled",
    problem: Problem | null,
  ): Promise<void>;
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
