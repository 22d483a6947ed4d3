import type { Problem } from "@/lib/contracts/common";
import { toAppError } from "@/lib/errors";
import { inSavepoint, type Queryable } from "../db/client";
import { log } from "../log";
import { publishJob, publishQueue } from "./publish-job";
import type { JobRow } from "./queries";
import { jobRegistry } from "./registry";

export type JobOutcome = "finished" | "failed" | "canceled";

/**
 * Puts a job into its final state and, where it did not succeed, lets its definition do the same
 * with the row that waits on it. Call it inside a transaction; a job that has ended stays as it is.
 */
export async function endJob(
  db: Queryable,
  job: JobRow,
  outcome: JobOutcome,
  problem: Problem | null,
): Promise<void> {
  const row = await db
    .updateTable("job")
    .set({
      status: outcome,
      problem_json: problem ? JSON.stringify(problem) : null,
      lease_owner: null,
      lease_until_ms: null,
      ended_at_ms: Date.now(),
    })
    .where("id", "=", job.id)
    .where("status", "in", ["queued", "running"])
    .returningAll()
    .executeTakeFirst();
  if (!row) return;
  if (outcome !== "finished") await tellDefinition(db, row, outcome, problem);
  await publishJob(db, row);
  await publishQueue(db, row.lane);
}

async function tellDefinition(
  db: Queryable,
  row: JobRow,
  outcome: "failed" | "canceled",
  problem: Problem | null,
): Promise<void> {
  const definition = await jobRegistry[row.kind as keyof typeof jobRegistry]();
  const payload = definition.payloadSchema.safeParse(JSON.parse(row.payload_json));
  if (!payload.success) return;
  try {
    await inSavepoint(db, async () => definition.onEnded?.(payload.data, outcome, problem));
  } catch (thrown) {
    // The job itself still ends: a worker that stumbles over one job for ever helps nobody.
    log.error("A job could not tidy up.", { jobId: row.id, error: toAppError(thrown) });
  }
}
