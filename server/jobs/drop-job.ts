import type { Queryable } from "../db/client";
import { endJob } from "./end-job";

/**
 * Cancels a job because what it works on goes away, whoever started it: at once while it waits; while
 * it runs, its worker is asked to stop. A job that has ended stays as it is. Call it in the
 * transaction that takes the thing away.
 */
export async function dropJob(trx: Queryable, jobId: string): Promise<void> {
  const row = await trx
    .updateTable("job")
    .set({ cancel_requested: 1 })
    .where("id", "=", jobId)
    .where("status", "in", ["queued", "running"])
    .returningAll()
    .executeTakeFirst();
  if (row?.status === "queued") await endJob(trx, row, "canceled", null);
}
