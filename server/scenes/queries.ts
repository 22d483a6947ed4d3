import type { Selectable } from "kysely";
import {
  rasterFactsSchema,
  type Scene,
  type SceneReference,
  sceneSchema,
} from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import type { SceneTable } from "../db/schema";
import { referenceSchema, showReference } from "../references/reference";

export type SceneRow = Selectable<SceneTable>;

/** @throws AppError `not_found`. */
export async function getSceneRow(sceneId: string): Promise<SceneRow> {
  const row = await getDb()
    .selectFrom("scene")
    .selectAll()
    .where("id", "=", sceneId)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", sentence("server.scenes.missing"));
}

/**
 * That there is such a scene, without reading what is known of it.
 *
 * @throws AppError `not_found`.
 */
export async function requireScene(sceneId: string): Promise<void> {
  const row = await getDb()
    .selectFrom("scene")
    .select("id")
    .where("id", "=", sceneId)
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", sentence("server.scenes.missing"));
}

export async function toScenes(rows: SceneRow[]): Promise<Scene[]> {
  const people = await findPeople(rows.map((row) => row.imported_by));
  return rows.map((row) =>
    sceneSchema.parse({
      ...rasterFactsSchema.parse(JSON.parse(row.facts_json)),
      id: row.id,
      projectId: row.project_id,
      name: row.name,
      kind: row.kind,
      tileSizePx: row.tile_size_px,
      gridRows: row.grid_rows,
      gridCols: row.grid_cols,
      tileCount: row.tile_count,
      labelledCount: row.labelled_count,
      chips: row.chips_json ? JSON.parse(row.chips_json) : null,
      reference: toReference(row),
      importedBy: people.get(row.imported_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
    }),
  );
}

function toReference({ reference_json }: SceneRow): SceneReference | null {
  return reference_json ? showReference(referenceSchema.parse(JSON.parse(reference_json))) : null;
}
