import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { getEnv } from "../env";
import type { Lane } from "./lanes";

/**
 * Keeps one person from filling a lane of the queue, which everybody shares.
 *
 * @throws AppError `too_many_requests` when as many jobs of this person wait as the settings allow.
 */
export async function requireFewWaiting(
  db: Queryable,
  lane: Lane,
  createdBy: string,
): Promise<void> {
  const { maxWaitingJobs } = getEnv();
  const row = await db
    .selectFrom("job")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("status", "=", "queued")
    .where("lane", "=", lane)
    .where("created_by", "=", createdBy)
    .executeTakeFirstOrThrow();
  if (Number(row.count) < maxWaitingJobs) return;
  throw new AppError(
    "too_many_requests",
    sentence("server.jobs.manyWaiting", { count: Number(row.count), lane }),
  );
}
