import type { Run, RunStatus } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { canResume } from "@/lib/run-status";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getRun, getRunRow, publishRun } from "./queries";
import { hasCheckpoint } from "./run-folder";

/**
 * Puts an ended run back into the queue, to go on from its last checkpoint; from the beginning when
 * it was stopped before it had one.
 *
 * @throws AppError `conflict` while it runs, or after it has finished.
 */
export async function resumeRun(runId: string, me: { id: string }): Promise<Run> {
  await inTransaction(async (trx) => {
    const row = await getRunRow(trx, runId);
    if (!canResume(row.status as RunStatus)) {
      throw new AppError("conflict", `Run "${row.name}" cannot be resumed: it is ${row.status}.`, {
        hint:
          row.status === "finished"
            ? "Launch a new run to train further."
            : "It is under way already.",
      });
    }
    if (row.attempt > 0 && !hasCheckpoint(runId)) {
      throw new AppError("conflict", `Run "${row.name}" has no checkpoint to go on from.`, {
        hint: "Launch it again with the same settings.",
      });
    }
    const jobId = await enqueueJob(trx, {
      kind: "run.fit",
      payload: { runId },
      projectId: row.project_id,
      subjectId: runId,
      title: `Resume ${row.name}`,
      createdBy: me.id,
    });
    await trx
      .updateTable("run")
      .set({ status: "queued", job_id: jobId, problem_json: null, ended_at_ms: null })
      .where("id", "=", runId)
      .execute();
    await publishRun(trx, runId);
  });
  return getRun(runId);
}
