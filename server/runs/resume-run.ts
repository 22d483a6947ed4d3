import type { Run, RunStatus } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { canResume } from "@/lib/run-status";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { moveRun } from "./move-run";
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
      throw new AppError(
        "conflict",
        sentence("server.runs.notResumable", { name: row.name, status: row.status }),
      );
    }
    if (row.attempt > 0 && !hasCheckpoint(runId)) {
      throw new AppError("conflict", sentence("server.runs.noCheckpoint", { name: row.name }));
    }
    const jobId = await enqueueJob(trx, {
      kind: "run.fit",
      payload: { runId },
      projectId: row.project_id,
      subjectId: runId,
      title: sentence("server.titles.resumeRun", { name: row.name }),
      createdBy: me.id,
    });
    const change = { job_id: jobId, problem_json: null, ended_at_ms: null };
    await moveRun(trx, runId, "queued", change);
    await publishRun(trx, runId);
  });
  return getRun(runId);
}
