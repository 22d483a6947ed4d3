import { inTransaction } from "../db/client";
import { moveRun } from "./move-run";
import { getRunRow } from "./queries";
import { findExit, findStopRequestMs, hasBegun } from "./run-folder";

/**
 * Undoes the start of an attempt whose trainer was never let go: the worker that wrote it down died
 * before it could say so.
 *
 * @returns Whether the run waits again.
 */
export async function putBackUnbegun(runId: string): Promise<boolean> {
  return inTransaction(async (trx) => {
    const row = await getRunRow(trx, runId);
    if (row.status !== "starting" || hasBegun(runId)) return false;
    if (await findExit(runId, row.attempt)) return false;
    if ((await findStopRequestMs(runId)) !== null) return false;
    await moveRun(trx, runId, "queued", {
      attempt: row.attempt - 1,
      process_json: null,
      attempt_started_at_ms: null,
    });
    return true;
  });
}
