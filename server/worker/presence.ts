import { randomBytes } from "node:crypto";
import { getDb } from "../db/client";

const forgottenAfterMs = 7 * 24 * 3600 * 1000;

export function newWorkerId(): string {
  return `wrk_${process.pid}_${randomBytes(6).toString("hex")}`;
}

/** Says that this worker is alive. */
export async function showPresence(workerId: string): Promise<void> {
  const now = Date.now();
  await getDb()
    .insertInto("worker")
    .values({ id: workerId, pid: process.pid, seen_at_ms: now, started_at_ms: now })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ seen_at_ms: now }))
    .execute();
}

export async function endPresence(workerId: string): Promise<void> {
  await getDb().deleteFrom("worker").where("id", "=", workerId).execute();
}

/** Workers of this machine whose process is gone; their jobs need not wait for the lease. */
export async function findDeadWorkers(workerId: string): Promise<string[]> {
  const rows = await getDb().selectFrom("worker").selectAll().where("id", "!=", workerId).execute();
  return rows
    .filter((row) => row.pid === process.pid || !processExists(row.pid))
    .map((row) => row.id);
}

export async function forgetWorkers(workerIds: string[]): Promise<void> {
  if (workerIds.length > 0) {
    await getDb().deleteFrom("worker").where("id", "in", workerIds).execute();
  }
  const since = Date.now() - forgottenAfterMs;
  await getDb().deleteFrom("worker").where("seen_at_ms", "<", since).execute();
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
