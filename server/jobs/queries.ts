import type { Selectable } from "kysely";
import { type Job, type JobProgress, jobSchema } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { JobTable } from "../db/schema";

export type JobRow = Selectable<JobTable>;

export const noProgress: JobProgress = {
  fraction: null,
  message: null,
  done: null,
  total: null,
  remainingMs: null,
};

/** Rows as the contract says them, with the names of their authors and their place in the queue. */
export async function toJobs(db: Queryable, rows: JobRow[]): Promise<Job[]> {
  const people = await findPeople(rows.map((row) => row.created_by));
  const ahead = await countAhead(db, rows);
  return rows.map((row) =>
    jobSchema.parse({
      id: row.id,
      kind: row.kind,
      projectId: row.project_id,
      subjectId: row.subject_id,
      title: row.title,
      titleSentence: row.title_json ? JSON.parse(row.title_json) : null,
      status: row.status,
      progress: JSON.parse(row.progress_json),
      aheadCount: ahead.get(row.id) ?? 0,
      problem: row.problem_json ? JSON.parse(row.problem_json) : null,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
      startedAtMs: row.started_at_ms,
      endedAtMs: row.ended_at_ms,
    }),
  );
}

/** How many jobs of the same lane start before each of the queued ones. */
async function countAhead(db: Queryable, rows: JobRow[]): Promise<Map<string, number>> {
  const lanes = [...new Set(rows.filter((row) => row.status === "queued").map((row) => row.lane))];
  const ahead = new Map<string, number>();
  for (const lane of lanes) {
    const queued = await db
      .selectFrom("job")
      .select("id")
      .where("status", "=", "queued")
      .where("lane", "=", lane)
      .orderBy("created_at_ms")
      .orderBy("id")
      .execute();
    queued.forEach((row, position) => {
      ahead.set(row.id, position);
    });
  }
  return ahead;
}

export async function findJob(db: Queryable, jobId: string): Promise<Job | null> {
  const row = await db.selectFrom("job").selectAll().where("id", "=", jobId).executeTakeFirst();
  return row ? ((await toJobs(db, [row]))[0] ?? null) : null;
}

/** @throws AppError `not_found`. */
export async function getJob(jobId: string): Promise<Job> {
  const job = await findJob(getDb(), jobId);
  if (job) return job;
  throw new AppError("not_found", sentence("server.jobs.missing"));
}
