import type { Selectable } from "kysely";
import { type Class, classSchema, type Project, projectSchema } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import type { ClassTable, ProjectTable } from "../db/schema";

type ProjectRow = Selectable<ProjectTable>;

/** @throws AppError `not_found`. */
export async function getProjectRow(projectId: string): Promise<ProjectRow> {
  const row = await getDb()
    .selectFrom("project")
    .selectAll()
    .where("id", "=", projectId)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", sentence("server.projects.missing"));
}

export function toClass(row: Selectable<ClassTable>): Class {
  return classSchema.parse({
    id: row.id,
    index: row.class_index,
    name: row.name,
    colour: row.colour,
    key: row.key,
    archived: row.archived === 1,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    ...(row.merged_into_id === null ? {} : { mergedIntoId: row.merged_into_id }),
  });
}

/** Classes of a project in the order people see, archived ones too. */
export async function listClasses(projectId: string): Promise<Class[]> {
  const rows = await getDb()
    .selectFrom("class")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("position")
    .orderBy("class_index")
    .execute();
  return rows.map(toClass);
}

/** Projects as the contract says them; the counts of all of them cost four queries. */
export async function toProjects(rows: ProjectRow[]): Promise<Project[]> {
  if (rows.length === 0) return [];
  const projectIds = rows.map((row) => row.id);
  const classes = await getDb()
    .selectFrom("class")
    .selectAll()
    .where("project_id", "in", projectIds)
    .orderBy("position")
    .orderBy("class_index")
    .execute();
  const counts = await countLabelsByClass(projectIds);
  const scenes = await summariseScenes(projectIds);
  const people = await findPeople(rows.map((row) => row.created_by));
  return rows.map((row) => {
    const own = classes.filter((one) => one.project_id === row.id);
    const summary = scenes.get(row.id);
    return projectSchema.parse({
      id: row.id,
      name: row.name,
      description: row.description,
      tileSizePx: row.tile_size_px,
      classes: own.map(toClass),
      simulated: row.simulated === 1,
      sceneCount: summary?.sceneCount ?? 0,
      tileCount: summary?.tileCount ?? 0,
      labelledCount: summary?.labelledCount ?? 0,
      classCounts: Object.fromEntries(own.map((one) => [one.id, counts.get(one.id) ?? 0])),
      thumbnailSceneId: summary?.newestSceneId ?? null,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
      updatedAtMs: Math.max(row.updated_at_ms, summary?.changedAtMs ?? 0),
    });
  });
}

async function countLabelsByClass(projectIds: string[]): Promise<Map<string, number>> {
  const rows = await getDb()
    .selectFrom("label_count")
    .innerJoin("scene", "scene.id", "label_count.scene_id")
    .where("scene.project_id", "in", projectIds)
    .groupBy("label_count.class_id")
    .select(["label_count.class_id", (select) => select.fn.sum("label_count.count").as("count")])
    .execute();
  return new Map(rows.map((row) => [row.class_id, Number(row.count)]));
}

interface SceneSummary {
  sceneCount: number;
  tileCount: number;
  labelledCount: number;
  newestSceneId: string | null;
  changedAtMs: number;
}

async function summariseScenes(projectIds: string[]): Promise<Map<string, SceneSummary>> {
  const rows = await getDb()
    .selectFrom("scene")
    .where("project_id", "in", projectIds)
    .orderBy("created_at_ms")
    .select((select) => [
      "id",
      "project_id",
      "tile_count",
      "labelled_count",
      "created_at_ms",
      select
        .selectFrom("label_batch")
        .whereRef("label_batch.scene_id", "=", "scene.id")
        .select((batch) => batch.fn.max("label_batch.at_ms").as("at_ms"))
        .as("labelled_at_ms"),
    ])
    .execute();
  const summaries = new Map<string, SceneSummary>();
  for (const row of rows) {
    const before = summaries.get(row.project_id);
    summaries.set(row.project_id, {
      sceneCount: (before?.sceneCount ?? 0) + 1,
      tileCount: (before?.tileCount ?? 0) + row.tile_count,
      labelledCount: (before?.labelledCount ?? 0) + row.labelled_count,
      newestSceneId: row.id,
      changedAtMs: Math.max(
        before?.changedAtMs ?? 0,
        row.created_at_ms,
        Number(row.labelled_at_ms ?? 0),
      ),
    });
  }
  return summaries;
}
