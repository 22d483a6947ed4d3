import type { z } from "zod";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import type { listRunTableInputSchema, RunTable } from "@/lib/contracts/run-table";
import type { RunStatus } from "@/lib/contracts/runs";
import { type TableSource, toRunRow } from "@/lib/run-table";
import { flattenSettings } from "@/lib/settings-key";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";

/**
 * All runs of a project with the asked columns alone: thousands of runs as they are would be tens of
 * megabytes.
 *
 * @throws AppError `not_found`.
 */
export async function listRunTable({
  projectId,
  columns,
}: z.output<typeof listRunTableInputSchema>): Promise<RunTable> {
  await getProjectRow(projectId);
  const rows = await listRows(projectId);
  const people = await findPeople(rows.map((row) => row.created_by));
  const settings = new Set<string>();
  const metrics = new Set<string>();
  const nowMs = Date.now();
  const tableRows = rows.map((row) => {
    const source = toSource(row, people);
    for (const path of flattenSettings(source.config).keys()) settings.add(path);
    for (const metric of Object.keys(source.latest)) metrics.add(metric);
    return toRunRow(source, columns, nowMs);
  });
  return { columns, rows: tableRows, settings: [...settings], metrics: [...metrics].sort() };
}

type Row = Awaited<ReturnType<typeof listRows>>[number];

async function listRows(projectId: string) {
  return getDb()
    .selectFrom("run")
    .innerJoin("dataset", "dataset.id", "run.dataset_id")
    .select([
      ...(["run.id", "run.name", "run.status", "run.dataset_id", "run.config_json"] as const),
      ...(["run.latest_json", "run.best_json", "run.range_json", "run.started_json"] as const),
      ...(["run.progress_json", "run.notes", "run.tags_json", "run.pinned"] as const),
      ...(["run.archived", "run.created_by", "run.created_at_ms", "run.worked_ms"] as const),
      ...(["run.started_at_ms", "run.attempt_started_at_ms"] as const),
      "dataset.name as dataset_name",
      (of) =>
        of
          .selectFrom("run_comment")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .whereRef("run_comment.run_id", "=", "run.id")
          .as("comment_count"),
    ])
    .where("run.project_id", "=", projectId)
    .orderBy("run.created_at_ms", "desc")
    .orderBy("run.id", "desc")
    .execute();
}

function toSource(
  row: Row,
  people: ReadonlyMap<string, { id: string; name: string }>,
): TableSource {
  const started = row.started_json
    ? (JSON.parse(row.started_json) as { trainableParameters: number })
    : null;
  return {
    id: row.id,
    name: row.name,
    status: row.status as RunStatus,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    config: runConfigSchema.parse(JSON.parse(row.config_json)),
    latest: JSON.parse(row.latest_json),
    best: JSON.parse(row.best_json),
    ranges: JSON.parse(row.range_json),
    progress: JSON.parse(row.progress_json),
    notes: row.notes,
    tags: JSON.parse(row.tags_json),
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    commentCount: Number(row.comment_count ?? 0),
    createdBy: people.get(row.created_by ?? "") ?? null,
    createdAtMs: row.created_at_ms,
    workedMs: row.worked_ms,
    startedAtMs: row.started_at_ms,
    attemptStartedAtMs: row.attempt_started_at_ms,
    trainableParameters: started?.trainableParameters ?? null,
  };
}
