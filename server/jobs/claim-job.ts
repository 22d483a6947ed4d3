import { inEnglish, sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { endJob } from "./end-job";
import type { Lane } from "./lanes";
import { publishJob, publishQueue } from "./publish-job";
import type { JobRow } from "./queries";

/** A worker that says nothing for this long has lost its jobs. */
export const leaseMs = 20_000;
const maxAttempts = 3;

/** How many jobs of each lane may run at once, over all workers. */
export type LaneLimits = Record<Lane, number>;

/**
 * Takes the oldest job that may start, if there is one. Two workers never take the same job: the
 * whole of it is one immediate transaction.
 */
export async function claimJob(workerId: string, limits: LaneLimits): Promise<JobRow | null> {
  return inTransaction(async (trx) => {
    for (const [lane, limit] of Object.entries(limits)) {
      if ((await countRunning(trx, lane)) >= limit) continue;
      const row = await claimInLane(trx, workerId, lane);
      if (!row) continue;
      await publishJob(trx, row);
      await publishQueue(trx, lane);
      return row;
    }
    return null;
  });
}

async function countRunning(db: Queryable, lane: string): Promise<number> {
  const row = await db
    .selectFrom("job")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("status", "=", "running")
    .where("lane", "=", lane)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function claimInLane(db: Queryable, workerId: string, lane: string): Promise<JobRow | null> {
  const now = Date.now();
  const row = await db
    .updateTable("job")
    .set((update) => ({
      status: "running",
      attempts: update("attempts", "+", 1),
      lease_owner: workerId,
      lease_until_ms: now + leaseMs,
      started_at_ms: update.fn.coalesce("started_at_ms", update.val(now)),
    }))
    .where("id", "=", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("status", "=", "queued")
        .where("lane", "=", lane)
        .orderBy("created_at_ms")
        .orderBy("id")
        .limit(1),
    )
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Frees the jobs of workers that died: back into the queue, or failed after the third time.
 *
 * @param deadWorkers Workers known to be gone, whose leases need not run out first.
 */
export async function freeLostJobs(deadWorkers: string[] = []): Promise<void> {
  await inTransaction(async (trx) => {
    const lost = await trx
      .selectFrom("job")
      .selectAll()
      .where("status", "=", "running")
      .where((where) =>
        where.or([
          where("lease_until_ms", "<", Date.now()),
          ...(deadWorkers.length > 0 ? [where("lease_owner", "in", deadWorkers)] : []),
        ]),
      )
      .execute();
    for (const row of lost) await freeLostJob(trx, row);
  });
}

async function freeLostJob(db: Queryable, row: JobRow): Promise<void> {
  if (row.cancel_requested === 1) return endJob(db, row, "canceled", null);
  if (row.attempts >= maxAttempts) {
    return endJob(db, row, "failed", {
      code: "unavailable",
      ...inEnglish(sentence("server.jobs.workerDied", { count: maxAttempts })),
    });
  }
  await requeueJob(db, row, row.attempts);
}

/** Puts a running job back to where it was before it was claimed. */
export async function requeueJob(db: Queryable, row: JobRow, attempts: number): Promise<void> {
  const queued = await db
    .updateTable("job")
    .set({ status: "queued", attempts, lease_owner: null, lease_until_ms: null })
    .where("id", "=", row.id)
    .where("status", "=", "running")
    .returningAll()
    .executeTakeFirst();
  if (queued) await publishJob(db, queued);
}

/** Puts everything that a worker holds back into the queue; these tries do not count. */
export async function requeueHeldJobs(db: Queryable, workerId: string): Promise<void> {
  const held = await db
    .selectFrom("job")
    .selectAll()
    .where("status", "=", "running")
    .where("lease_owner", "=", workerId)
    .execute();
  for (const row of held) await requeueJob(db, row, Math.max(0, row.attempts - 1));
}
