import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ChipSheet, RasterFacts, SceneKind } from "@/lib/contracts/scenes";
import { gridSize, tileIndex } from "@/lib/geo/grid";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { homeFolders } from "../env";
import { getProjectRow } from "../projects/queries";
import type { Reference } from "../references/reference";
import { publishScene } from "../scenes/publish-scene";
import { labelChips } from "./label-chips";
import type { ChipRow } from "./read-chip-table";

export interface NewScene {
  sceneId: string;
  projectId: string;
  name: string;
  kind: SceneKind;
  importedBy: string | null;
  createMissingClasses: boolean;
  facts: RasterFacts;
  chips: { sheet: ChipSheet; table: ChipRow[] } | null;
  /** Where the pixels lie, unless they are in the folder. */
  reference?: Reference;
  /** Holds thumbnail.png, and scene.tif where pixels were copied; becomes the scene's folder. */
  folder: string;
}

/**
 * Makes imported files a scene: moves the folder into place, then writes row, chips, classes and
 * labels in one transaction. When that fails the folder goes again; when the process dies in
 * between, the next start sweeps a folder without a row.
 */
export async function keepScene(scene: NewScene): Promise<void> {
  const folder = homeFolders.scene(scene.sceneId);
  await mkdir(path.dirname(folder), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(scene.folder, folder);
  try {
    await inTransaction(async (trx) => {
      await insertScene(trx, scene);
      if (scene.chips) await insertChips(trx, scene.sceneId, scene.chips);
      if (scene.chips) await labelChips(scene, scene.chips.table);
      await publishScene(trx, scene.projectId, scene.sceneId, "added");
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function insertScene(db: Queryable, scene: NewScene): Promise<void> {
  const grid = await makeGrid(scene);
  await db
    .insertInto("scene")
    .values({
      id: scene.sceneId,
      project_id: scene.projectId,
      name: scene.name,
      kind: scene.kind,
      ...grid,
      facts_json: JSON.stringify(scene.facts),
      chips_json: scene.chips ? JSON.stringify(scene.chips.sheet) : null,
      reference_json: scene.reference ? JSON.stringify(scene.reference) : null,
      imported_by: scene.importedBy,
      created_at_ms: Date.now(),
    })
    .execute();
}

/** The tiles of a raster have the project's size, those of a sheet are its cells. */
async function makeGrid({ facts, chips, projectId }: NewScene) {
  if (chips) {
    const { cellSizePx, rows, columns, count } = chips.sheet;
    return { tile_size_px: cellSizePx, grid_rows: rows, grid_cols: columns, tile_count: count };
  }
  const { tile_size_px } = await getProjectRow(projectId);
  const { gridRows, gridCols } = gridSize(facts.widthPx, facts.heightPx, tile_size_px);
  return {
    tile_size_px,
    grid_rows: gridRows,
    grid_cols: gridCols,
    tile_count: gridRows * gridCols,
  };
}

/** SQLite takes a few thousand parameters at once. */
const rowsPerInsert = 500;

async function insertChips(
  db: Queryable,
  sceneId: string,
  { sheet, table }: { sheet: ChipSheet; table: ChipRow[] },
): Promise<void> {
  for (let start = 0; start < table.length; start += rowsPerInsert) {
    const rows = table.slice(start, start + rowsPerInsert).map((chip) => ({
      scene_id: sceneId,
      tile_index: tileIndex(chip, sheet.columns),
      name: chip.name,
      class_name: chip.className,
      split: chip.split,
      width_px: chip.widthPx,
      height_px: chip.heightPx,
    }));
    await db.insertInto("chip").values(rows).execute();
  }
}

/** Whether a scene has its row. */
export async function hasSceneRow(sceneId: string): Promise<boolean> {
  const row = await getDb()
    .selectFrom("scene")
    .select("id")
    .where("id", "=", sceneId)
    .executeTakeFirst();
  return row !== undefined;
}
