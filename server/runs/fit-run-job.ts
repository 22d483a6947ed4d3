import { z } from "zod";
import { runIdSchema } from "@/lib/contracts/common";
import type { RunStatus } from "@/lib/contracts/runs";
import { AppError, isErrorCode } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { hasEnded } from "@/lib/run-status";
import { getDb } from "../db/client";
import { defineJob, type JobContext } from "../jobs/define-job";
import { abandonRun } from "./abandon-run";
import { followRun } from "./follow-run";
import { putBackUnbegun } from "./put-back-unbegun";
import { findProcess, getRunRow } from "./queries";
import { writeStopRequest } from "./run-folder";
import { settleRun } from "./settle-run";
import { startAttempt } from "./start-attempt";
import { signalTrainer } from "./trainer-process";

const payloadSchema = z.object({ runId: runIdSchema });

/**
 * Trains a run. The trainer is a process of its own that outlives the worker; this handler starts it
 * once and follows it. Called again for the same job it takes up the trainer that is running, or
 * closes the run of one that has ended.
 */
export const fitRunJob = defineJob({
  kind: "run.fit",
  payloadSchema,
  lane: "run",
  async run({ runId }, context) {
    const row = await getRunRow(getDb(), runId);
    if (hasEnded(row.status as RunStatus)) return;
    context.signal.throwIfAborted();
    // Waiting means that no process was ever written down for this attempt.
    const isAdopted = row.status !== "queued";
    if (!isAdopted) await startAttempt(runId, context);
    await followToEnd(runId, context);
    if (isAdopted && (await putBackUnbegun(runId))) {
      await startAttempt(runId, context);
      await followToEnd(runId, context);
    }
    const { status, problem } = await settleRun(runId);
    // The run has its end; the job was canceled, or is asked for again and finds nothing to do.
    context.signal.throwIfAborted();
    if (status !== "failed" && status !== "lost") return;
    throw new AppError(
      problem && isErrorCode(problem.code) ? problem.code : "trainer_failed",
      problem ?? sentence("server.runs.failedSilently"),
    );
  },
  onEnded: ({ runId }, outcome, problem) => abandonRun(runId, outcome, problem),
});

/** Follows the trainer; when somebody cancels the job, asks it to stop and follows it to its end. */
async function followToEnd(runId: string, context: JobContext): Promise<void> {
  try {
    await followRun(runId, context.signal, context.report);
  } catch (thrown) {
    if (!context.signal.aborted || !(await isCanceled(context.jobId))) throw thrown;
    await writeStopRequest(runId, "save");
    const trainer = findProcess(await getRunRow(getDb(), runId));
    if (trainer) signalTrainer(trainer, "SIGTERM", "leader");
    await followRun(runId, new AbortController().signal, context.report);
  }
}

/** A signal is also aborted when the lease was lost or the worker ends: then the trainer goes on. */
async function isCanceled(jobId: string): Promise<boolean> {
  const job = await getDb()
    .selectFrom("job")
    .select("cancel_requested")
    .where("id", "=", jobId)
    .executeTakeFirst();
  return job?.cancel_requested === 1;
}
