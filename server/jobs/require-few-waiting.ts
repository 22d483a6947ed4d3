import { AppError } from "@/lib/errors";
import type { Queryable } from "../db/client";
import { getEnv } from "../env";
import type { Lane } from "./lanes";

const laneNouns: Record<Lane, string> = {
  import: "imports",
  run: "runs",
  predict: "predictions",
  export: "exports",
};

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
    `${row.count} ${laneNouns[lane]} of yours are waiting already; that is the limit.`,
    { hint: "Wait until some of them have ended, or cancel those you do not need." },
  );
}
