import { splitNameSchema } from "@/lib/contracts/common";
import type { RasterFacts } from "@/lib/contracts/scenes";
import { tileOfIndex } from "@/lib/geo/grid";
import type { Queryable } from "../db/client";
import type { LabelledTile } from "./split-tiles";

export interface PlannedScene {
  id: string;
  name: string;
  isChips: boolean;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
  facts: RasterFacts;
}

/** A labelled tile with what the dataset's table says about its label. */
export interface PlannedTile extends LabelledTile {
  authorId: string;
  labelledAtMs: number;
}

/** The labelled tiles of scenes, by scene, row and column. */
export async function readPlannedTiles(
  db: Queryable,
  scenes: readonly PlannedScene[],
  classes: readonly { id: string }[],
): Promise<PlannedTile[]> {
  const positionOf = new Map(classes.map((one, position) => [one.id, position]));
  const tiles: PlannedTile[] = [];
  for (const [scene, { id, isChips, gridCols }] of scenes.entries()) {
    const splits = isChips ? await readImportedSplits(db, id) : null;
    const rows = await db
      .selectFrom("label")
      .select(["tile_index", "class_id", "author_id", "at_ms"])
      .where("scene_id", "=", id)
      .orderBy("tile_index")
      .execute();
    for (const row of rows) {
      const classIndex = positionOf.get(row.class_id);
      if (classIndex === undefined) continue;
      const split = splitNameSchema.safeParse(splits?.get(row.tile_index));
      tiles.push({
        scene,
        ...tileOfIndex(row.tile_index, gridCols),
        classIndex,
        importedSplit: split.success ? split.data : null,
        authorId: row.author_id,
        labelledAtMs: row.at_ms,
      });
    }
  }
  return tiles;
}

async function readImportedSplits(
  db: Queryable,
  sceneId: string,
): Promise<Map<number, string | null>> {
  const rows = await db
    .selectFrom("chip")
    .select(["tile_index", "split"])
    .where("scene_id", "=", sceneId)
    .execute();
  return new Map(rows.map((row) => [row.tile_index, row.split]));
}
