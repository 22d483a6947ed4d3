import type { Me } from "@/lib/contracts/auth";
import type { Run, RunStatus } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { canMove, canStop } from "@/lib/run-status";
import { getDb, inTransaction } from "../db/client";
import { cancelJob } from "../jobs/cancel-job";
import { moveRun } from "./move-run";
import { findProcess, getRun, getRunRow, publishRun, type RunRow } from "./queries";
import { type StopMode, writeStopRequest } from "./run-folder";
import { signalTrainer } from "./trainer-process";

/**
 * Stops a run. `save` lets the step end and keeps a checkpoint; `now` kills the process.
 *
 * @throws AppError `conflict` when the run has ended.
 */
export async function stopRun(input: { runId: string; mode?: StopMode }, me: Me): Promise<Run> {
  const { runId, mode = "save" } = input;
  const row = await getRunRow(getDb(), runId);
  const status = row.status as RunStatus;
  if (!canStop(status) && !(status === "stopping" && mode === "now")) {
    throw new AppError(
      "conflict",
      sentence("server.runs.notStoppable", { name: row.name, status }),
    );
  }
  if (status === "queued" && row.job_id) await cancelJob(row.job_id, me);
  else await stopTrainer(row, mode);
  return getRun(runId);
}

async function stopTrainer(row: RunRow, mode: StopMode): Promise<void> {
  // First the file, so that whoever finds the process gone knows that somebody asked for it.
  await writeStopRequest(row.id, mode);
  await inTransaction(async (trx) => {
    // It may have ended since, or be stopping already.
    const present = await getRunRow(trx, row.id);
    if (!canMove(present.status as RunStatus, "stopping")) return;
    await moveRun(trx, row.id, "stopping");
    await publishRun(trx, row.id);
  });
  const trainer = findProcess(row);
  if (!trainer) return;
  if (mode === "now") signalTrainer(trainer, "SIGKILL", "group");
  else signalTrainer(trainer, "SIGTERM", "leader");
}
