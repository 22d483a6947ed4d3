import type { Job } from "@/lib/contracts/jobs";
import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";
import { type JobRow, toJobs } from "./queries";

/** Tells everybody who listens how a job stands; call it in the transaction that changed the row. */
export async function publishJob(db: Queryable, row: JobRow): Promise<void> {
  for (const job of await toJobs(db, [row])) await publish(db, job);
}

/** After a job has left the queue, those behind it have fewer in front. */
export async function publishQueue(db: Queryable, lane: string): Promise<void> {
  const rows = await db
    .selectFrom("job")
    .selectAll()
    .where("status", "=", "queued")
    .where("lane", "=", lane)
    .orderBy("created_at_ms")
    .limit(50)
    .execute();
  for (const job of await toJobs(db, rows)) await publish(db, job);
}

async function publish(db: Queryable, job: Job): Promise<void> {
  await publishEvent(db, "jobs", { type: "job.changed", job });
  if (job.projectId) {
    await publishEvent(db, `project:${job.projectId}`, { type: "job.changed", job });
  }
}
