import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";

/** What labelling needs to know of a scene; the pixels' facts stay unread. */
export interface LabelGrid {
  sceneId: string;
  projectId: string;
  sceneName: string;
  gridRows: number;
  gridCols: number;
  /** Cells that hold imagery; on a contact sheet the cells after the last chip are empty. */
  tileCount: number;
  isChips: boolean;
  revision: number;
  labelledCount: number;
}

/** @throws AppError `not_found` */
export async function getLabelGrid(db: Queryable, sceneId: string): Promise<LabelGrid> {
  const row = await db
    .selectFrom("scene")
    .select([
      "id",
      "project_id",
      "name",
      "grid_rows",
      "grid_cols",
      "tile_count",
      "kind",
      "label_revision",
      "labelled_count",
    ])
    .where("id", "=", sceneId)
    .executeTakeFirst();
  if (!row) {
    throw new AppError("not_found", sentence("server.labels.sceneMissing", { sceneId }));
  }
  return {
    sceneId: row.id,
    projectId: row.project_id,
    sceneName: row.name,
    gridRows: row.grid_rows,
    gridCols: row.grid_cols,
    tileCount: row.tile_count,
    isChips: row.kind === "chips",
    revision: row.label_revision,
    labelledCount: row.labelled_count,
  };
}

export interface LabelClass {
  /** What the class is in a plane: its index + 1. */
  byte: number;
  name: string;
  archived: boolean;
  /** The class that took over its labels. */
  mergedIntoId?: string;
}

/** The classes of a project by id. */
export async function listLabelClasses(
  db: Queryable,
  projectId: string,
): Promise<Map<string, LabelClass>> {
  const rows = await db
    .selectFrom("class")
    .select(["id", "class_index", "name", "archived", "merged_into_id"])
    .where("project_id", "=", projectId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...{ byte: row.class_index + 1, name: row.name, archived: row.archived === 1 },
        ...(row.merged_into_id === null ? {} : { mergedIntoId: row.merged_into_id }),
      },
    ]),
  );
}
