import { findStandIns } from "@/lib/class-tree";
import type { DatasetPlan } from "@/lib/contracts/datasets";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { listClasses } from "../projects/queries";
import { type PlannedScene, readPlannedTiles } from "./planned-tiles";
import { type TileTable, unused } from "./tile-table";

export interface PlannedClass {
  id: string;
  name: string;
  colour: string;
  /** What it is in a label plane. */
  byte: number;
  /** Name of the class above it. */
  parent: string | undefined;
  /** Classes below it whose tiles it has too. */
  united: { id: string; name: string; byte: number }[];
}

/** Everything that a plan refers to, read at one moment. */
export interface Collection {
  scenes: PlannedScene[];
  /** In the order of the project's classes; a tile's classIndex is the position here. */
  classes: PlannedClass[];
  tiles: TileTable;
}

/**
 * Reads the scenes, classes and labelled tiles of a plan.
 *
 * @throws AppError `invalid_input` for scenes, classes or bands that are not there.
 */
export async function collectTiles(db: Queryable, plan: DatasetPlan): Promise<Collection> {
  const scenes = await getPlannedScenes(db, plan);
  const classes = await getPlannedClasses(plan);
  const tiles = await readPlannedTiles(db, scenes, classes, plan.unsettled);
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

async function getPlannedClasses(plan: DatasetPlan): Promise<PlannedClass[]> {
  const all = await listClasses(plan.projectId);
  const chosen = new Set(plan.classIds);
  const rows = all.filter((one) => chosen.has(one.id));
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
  const standIns = plan.uniteBelow ? findStandIns(all, chosen) : new Map<string, string>();
  return rows.map(({ id, name, colour, index, parentId }) => ({
    ...{ id, name, colour, byte: index + 1 },
    parent: all.find((one) => one.id === parentId)?.name,
    united: all
      .filter((one) => one.id !== id && standIns.get(one.id) === id)
      .map((one) => ({ id: one.id, name: one.name, byte: one.index + 1 })),
  }));
}

function requireImportedSplits(scenes: PlannedScene[], tiles: TileTable): void {
  const withParts = new Set<number>();
  for (let tile = 0; tile < tiles.count; tile += 1) {
    if (tiles.importedPart[tile] !== unused) withParts.add(tiles.scene[tile] as number);
  }
  const scene = scenes.find((_, position) => !withParts.has(position));
  if (!scene) return;
  throw new AppError(
    "invalid_input",
    sentence("server.datasets.noImportedSplit", { name: scene.name }),
  ).at("split");
}
