import { splitNameSchema } from "@/lib/contracts/common";
import type { DatasetPlan } from "@/lib/contracts/datasets";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { type PlannedScene, type PlannedTile, readPlannedTiles } from "./planned-tiles";

export interface PlannedClass {
  id: string;
  name: string;
  colour: string;
}

/** Everything that a plan refers to, read at one moment. */
export interface Collection {
  scenes: PlannedScene[];
  /** In the order of the project's classes; a tile's classIndex is the position here. */
  classes: PlannedClass[];
  /** In the order of scenes, then rows, then columns. */
  tiles: PlannedTile[];
}

/**
 * Reads the scenes, classes and labelled tiles of a plan.
 *
 * @throws AppError `invalid_input` for scenes, classes or bands that are not there.
 */
export async function collectTiles(db: Queryable, plan: DatasetPlan): Promise<Collection> {
  const scenes = await getPlannedScenes(db, plan);
  const classes = await getPlannedClasses(db, plan);
  const tiles = await readPlannedTiles(db, scenes, classes);
  if (plan.split.kind === "imported") requireImportedSplits(scenes, tiles);
  return { scenes, classes, tiles };
}

async function getPlannedScenes(db: Queryable, plan: DatasetPlan): Promise<PlannedScene[]> {
  const rows = await db
    .selectFrom("scene")
    .selectAll()
    .where("project_id", "=", plan.projectId)
    .where("id", "in", [...new Set(plan.sceneIds)])
    .orderBy("created_at_ms")
    .orderBy("id")
    .execute();
  const missing = plan.sceneIds.find((sceneId) => !rows.some((row) => row.id === sceneId));
  if (missing) {
    throw new AppError(
      "invalid_input",
      sentence("server.datasets.sceneMissing", { sceneId: missing }),
    ).at("sceneIds");
  }
  return rows.map((row) => {
    const facts = rasterFactsSchema.parse(JSON.parse(row.facts_json));
    const absent = plan.bands.find((band) => band > facts.bandCount);
    if (absent !== undefined) {
      throw new AppError(
        "invalid_input",
        sentence("server.datasets.bandMissing", {
          name: row.name,
          bandCount: facts.bandCount,
          band: absent,
        }),
      ).at("bands");
    }
    return {
      id: row.id,
      name: row.name,
      isChips: row.kind === "chips",
      tileSizePx: row.tile_size_px,
      gridRows: row.grid_rows,
      gridCols: row.grid_cols,
      facts,
    };
  });
}

async function getPlannedClasses(db: Queryable, plan: DatasetPlan): Promise<PlannedClass[]> {
  const rows = await db
    .selectFrom("class")
    .select(["id", "name", "colour"])
    .where("project_id", "=", plan.projectId)
    .where("id", "in", [...new Set(plan.classIds)])
    .orderBy("position")
    .orderBy("class_index")
    .execute();
  const missing = plan.classIds.find((classId) => !rows.some((row) => row.id === classId));
  if (missing) {
    throw new AppError(
      "invalid_input",
      sentence("server.datasets.classMissing", { classId: missing }),
    ).at("classIds");
  }
  if (rows.length < 2) {
    throw new AppError("invalid_input", sentence("server.datasets.twoClasses")).at("classIds");
  }
  return rows;
}

function requireImportedSplits(scenes: PlannedScene[], tiles: PlannedTile[]): void {
  const position = scenes.findIndex(
    (_, scene) =>
      !tiles.some(
        (tile) => tile.scene === scene && splitNameSchema.safeParse(tile.importedSplit).success,
      ),
  );
  const scene = scenes[position];
  if (!scene) return;
  throw new AppError(
    "invalid_input",
    sentence("server.datasets.noImportedSplit", { name: scene.name }),
  ).at("split");
}
