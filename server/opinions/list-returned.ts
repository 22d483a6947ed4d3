import type { z } from "zod";
import { maxReturnedTiles, type returnedTileSchema } from "@/lib/contracts/opinions";
import { tileOfIndex } from "@/lib/geo/grid";
import { getDb } from "../db/client";

/** The tiles of a project that somebody is asked to look at again, scene by scene. */
export async function listReturned(
  projectId: string,
  me: { id: string },
): Promise<z.infer<typeof returnedTileSchema>[]> {
  const rows = await getDb()
    .selectFrom("tile_return")
    .innerJoin("scene", "scene.id", "tile_return.scene_id")
    .leftJoin("user", "user.id", "tile_return.returned_by")
    .select([
      "tile_return.scene_id",
      "tile_return.tile_index",
      "tile_return.comment",
      "tile_return.returned_by",
      "tile_return.at_ms",
      "user.name as returner_name",
      "scene.name as scene_name",
      "scene.grid_cols",
    ])
    .where("tile_return.person_id", "=", me.id)
    .where("tile_return.answered_at_ms", "is", null)
    .where("scene.project_id", "=", projectId)
    .orderBy("tile_return.scene_id")
    .orderBy("tile_return.tile_index")
    .limit(maxReturnedTiles)
    .execute();
  return rows.map((row) => ({
    sceneId: row.scene_id,
    sceneName: row.scene_name,
    ...tileOfIndex(row.tile_index, row.grid_cols),
    comment: row.comment,
    by: { id: row.returned_by, name: row.returner_name ?? row.returned_by },
    atMs: row.at_ms,
  }));
}
