import type { JobKind } from "@/lib/contracts/jobs";
import { type AppError, toAppError } from "@/lib/errors";
import { getDb, inTransaction } from "../db/client";
import { requeueJob } from "../jobs/claim-job";
import type { AbortReason, JobContext } from "../jobs/define-job";
import { endJob, type JobOutcome } from "../jobs/end-job";
import type { JobRow } from "../jobs/queries";
import { jobRegistry } from "../jobs/registry";
import { log } from "../log";
import { ProgressReporter } from "./progress-reporter";

/** Does one claimed job and writes how it ended. Never throws. */
export async function runJob(row: JobRow, workerId: string, signal: AbortSignal): Promise<void> {
  const reporter = new ProgressReporter(row.id, workerId);
  const startedAtMs = Date.now();
  log.info("Job started.", { jobId: row.id, kind: row.kind, attempt: row.attempts });
  try {
    const thrown = await doJob(row, signal, reporter);
    await reporter.flush();
    const outcome = judge(thrown, signal);
    await writeOutcome(row, workerId, outcome, thrown);
    log.info("Job ended.", { jobId: row.id, outcome, durationMs: Date.now() - startedAtMs });
  } catch (error) {
    // The lease runs out and somebody else tries again.
    log.error("The end of a job could not be written.", { jobId: row.id, error });
  }
}

/** @returns What the handler threw, or null when it is done. */
async function doJob(
  row: JobRow,
  signal: AbortSignal,
  reporter: ProgressReporter,
): Promise<{ thrown: unknown } | null> {
  try {
    const definition = await jobRegistry[row.kind as JobKind]();
    const payload = definition.payloadSchema.parse(JSON.parse(row.payload_json));
    await definition.run(payload, makeContext(row, signal, reporter));
    return null;
  } catch (thrown) {
    return { thrown };
  }
}

function makeContext(row: JobRow, signal: AbortSignal, reporter: ProgressReporter): JobContext {
  return {
    jobId: row.id,
    attempt: row.attempts,
    createdBy: row.created_by,
    signal,
    report: (progress) => reporter.report(progress),
    setSubject: async (subjectId) => {
      await getDb()
        .updateTable("job")
        .set({ subject_id: subjectId })
        .where("id", "=", row.id)
        .execute();
    },
  };
}

function judge(failure: { thrown: unknown } | null, signal: AbortSignal): JobOutcome | "requeued" {
  if (failure === null) return "finished";
  if (!signal.aborted) return "failed";
  return (signal.reason as AbortReason) === "canceled" ? "canceled" : "requeued";
}

async function writeOutcome(
  row: JobRow,
  workerId: string,
  outcome: JobOutcome | "requeued",
  failure: { thrown: unknown } | null,
): Promise<void> {
  const error = outcome === "failed" ? toAppError(failure?.thrown) : null;
  if (error && isDefect(error)) {
    log.error("A job failed.", { jobId: row.id, kind: row.kind, error: failure?.thrown });
  }
  await inTransaction(async (trx) => {
    const held = await trx
      .selectFrom("job")
      .selectAll()
      .where("id", "=", row.id)
      .where("lease_owner", "=", workerId)
      .executeTakeFirst();
    // Somebody else holds it by now, or it is gone with its project.
    if (!held) return;
    // What fails because its thing was taken away, before it heard of that, was canceled.
    // A shutdown is nobody's fault: the try does not count.
    if (outcome === "requeued") await requeueJob(trx, held, Math.max(0, held.attempts - 1));
    else if (error && held.cancel_requested === 1) await endJob(trx, held, "canceled", null);
    else await endJob(trx, held, outcome, error?.toProblem() ?? null);
  });
}

function isDefect(error: AppError): boolean {
  return error.code === "internal" || error.code === "trainer_failed";
}
