import type { Sentence } from "@/lib/contracts/common";
import type { JobKind } from "@/lib/contracts/jobs";
import { messageOf } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import type { Queryable } from "../db/client";
import { jobLanes } from "./lanes";
import { publishJob } from "./publish-job";
import { noProgress } from "./queries";
import { requireFewWaiting } from "./require-few-waiting";

export interface NewJob {
  kind: JobKind;
  /** What the handler's payloadSchema parses. */
  payload: unknown;
  projectId: string | null;
  /** What the job works on, when that is known already. */
  subjectId?: string | null;
  /** Shown in the list of jobs. */
  title: Sentence;
  /** A person's id; null for the studio itself. */
  createdBy: string | null;
}

/**
 * Puts a job into the queue, in the transaction of the row that waits for it.
 *
 * @returns The job's id.
 * @throws AppError `too_many_requests` when too many jobs of its author wait already.
 */
export async function enqueueJob(db: Queryable, job: NewJob): Promise<string> {
  const lane = jobLanes[job.kind];
  if (job.createdBy !== null) await requireFewWaiting(db, lane, job.createdBy);
  const row = await db
    .insertInto("job")
    .values({
      id: newId("job"),
      kind: job.kind,
      lane,
      project_id: job.projectId,
      subject_id: job.subjectId ?? null,
      title: messageOf(job.title).message,
      title_json: JSON.stringify(job.title),
      payload_json: JSON.stringify(job.payload),
      status: "queued",
      progress_json: JSON.stringify(noProgress),
      problem_json: null,
      lease_owner: null,
      lease_until_ms: null,
      created_by: job.createdBy,
      created_at_ms: Date.now(),
      started_at_ms: null,
      ended_at_ms: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await publishJob(db, row);
  return row.id;
}
