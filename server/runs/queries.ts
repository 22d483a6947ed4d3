import type { Selectable } from "kysely";
import { z } from "zod";
import { type Run, runProgressSchema, runSchema } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { RunTable } from "../db/schema";
import { publishEvent } from "../live/publish-event";
import { type ProcessIdentity, processIdentitySchema } from "./trainer-process";

export type RunRow = Selectable<RunTable>;

export const noRunProgress: Run["progress"] = runProgressSchema.parse({
  phase: null,
  message: null,
  step: 0,
  totalSteps: null,
  epoch: 0,
  totalEpochs: null,
  fraction: null,
  remainingMs: null,
});

const startedSchema = z.object({
  trainableParameters: z.number(),
  totalParameters: z.number(),
  targetModules: z.array(z.string()),
});

/** Rows as the contract says them, with the names of what they refer to. */
export async function toRuns(db: Queryable, rows: readonly RunRow[]): Promise<Run[]> {
  if (rows.length === 0) return [];
  const people = await findPeople(rows.map((row) => row.created_by));
  const datasetNames = await findDatasetNames(db, rows);
  const models = await db
    .selectFrom("model")
    .select(["id", "run_id"])
    .where(
      "run_id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  const modelOfRun = new Map(models.map((model) => [model.run_id, model.id]));
  const ahead = await countAhead(db, rows);
  const commentCounts = await countComments(db, rows);
  return rows.map((row) => {
    const started = row.started_json ? startedSchema.parse(JSON.parse(row.started_json)) : null;
    return runSchema.parse({
      id: row.id,
      projectId: row.project_id,
      datasetId: row.dataset_id,
      datasetName: datasetNames.get(row.dataset_id) ?? row.dataset_id,
      name: row.name,
      config: JSON.parse(row.config_json),
      status: row.status,
      attempt: row.attempt,
      progress: JSON.parse(row.progress_json),
      latest: JSON.parse(row.latest_json),
      best: JSON.parse(row.best_json),
      trainableParameters: started?.trainableParameters ?? null,
      totalParameters: started?.totalParameters ?? null,
      targetModules: started?.targetModules ?? [],
      result: row.result_json ? JSON.parse(row.result_json) : null,
      modelId: modelOfRun.get(row.id) ?? null,
      jobId: row.job_id,
      aheadCount: ahead.get(row.id) ?? 0,
      resumable: row.resumable === 1,
      problem: row.problem_json ? JSON.parse(row.problem_json) : null,
      notes: row.notes,
      tags: JSON.parse(row.tags_json),
      pinned: row.pinned === 1,
      archived: row.archived === 1,
      commentCount: commentCounts.get(row.id) ?? 0,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
      startedAtMs: row.started_at_ms,
      endedAtMs: row.ended_at_ms,
      workedMs: row.worked_ms,
      attemptStartedAtMs: row.attempt_started_at_ms,
    });
  });
}

async function findDatasetNames(
  db: Queryable,
  rows: readonly RunRow[],
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.dataset_id))];
  const found = await db
    .selectFrom("dataset")
    .select(["id", "name"])
    .where("id", "in", ids)
    .execute();
  return new Map(found.map((row) => [row.id, row.name]));
}

async function countComments(db: Queryable, rows: readonly RunRow[]): Promise<Map<string, number>> {
  const ids = rows.map((row) => row.id);
  const counts = await db
    .selectFrom("run_comment")
    .select(["run_id", (of) => of.fn.countAll<number>().as("count")])
    .where("run_id", "in", ids)
    .groupBy("run_id")
    .execute();
  return new Map(counts.map((row) => [row.run_id, Number(row.count)]));
}

/** How many runs wait in front of each of the queued ones. */
async function countAhead(db: Queryable, rows: readonly RunRow[]): Promise<Map<string, number>> {
  const ahead = new Map<string, number>();
  if (!rows.some((row) => row.status === "queued")) return ahead;
  const queued = await db
    .selectFrom("job")
    .select("subject_id")
    .where("status", "=", "queued")
    .where("kind", "=", "run.fit")
    .orderBy("created_at_ms")
    .orderBy("id")
    .execute();
  queued.forEach((job, position) => {
    if (job.subject_id) ahead.set(job.subject_id, position);
  });
  return ahead;
}

export async function findRunRow(db: Queryable, runId: string): Promise<RunRow | null> {
  const row = await db.selectFrom("run").selectAll().where("id", "=", runId).executeTakeFirst();
  return row ?? null;
}

/** @throws AppError `not_found` */
export async function getRunRow(db: Queryable, runId: string): Promise<RunRow> {
  const row = await findRunRow(db, runId);
  if (row) return row;
  throw new AppError("not_found", sentence("server.runs.missing", { runId }));
}

/** @throws AppError `not_found` */
export async function getRun(runId: string): Promise<Run> {
  const [run] = await toRuns(getDb(), [await getRunRow(getDb(), runId)]);
  return run as Run;
}

/** Tells everybody who listens how a run stands; call it in the transaction that changed it. */
export async function publishRun(db: Queryable, runId: string): Promise<void> {
  const row = await findRunRow(db, runId);
  const [run] = row ? await toRuns(db, [row]) : [];
  if (!run) return;
  await publishEvent(db, `run:${run.id}`, { type: "run.changed", run });
  await publishEvent(db, `project:${run.projectId}`, { type: "run.changed", run });
}

/** The process of the present attempt; null before its start. */
export function findProcess(row: Pick<RunRow, "process_json">): ProcessIdentity | null {
  if (row.process_json === null) return null;
  const parsed = processIdentitySchema.safeParse(JSON.parse(row.process_json));
  return parsed.success ? parsed.data : null;
}
