import type { z } from "zod";
import { chipInfoSchema } from "@/lib/contracts/scenes";
import { tileOfIndex } from "@/lib/geo/grid";
import { getDb } from "../db/client";
import { getSceneRow } from "./queries";

/** The chips of a contact sheet, cell by cell; none for a raster. @throws AppError `not_found`. */
export async function listChips(sceneId: string): Promise<z.infer<typeof chipInfoSchema>[]> {
  const scene = await getSceneRow(sceneId);
  const rows = await getDb()
    .selectFrom("chip")
    .selectAll()
    .where("scene_id", "=", sceneId)
    .orderBy("tile_index")
    .execute();
  return rows.map((row) =>
    chipInfoSchema.parse({
      ...tileOfIndex(row.tile_index, scene.grid_cols),
      name: row.name,
      className: row.class_name,
      split: row.split,
      widthPx: row.width_px,
      heightPx: row.height_px,
    }),
  );
}
