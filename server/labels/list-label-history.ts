import type { LabelEvent } from "@/lib/contracts/labels";
import { tileIndex } from "@/lib/geo/grid";
import { getDb } from "../db/client";
import { getLabelGrid } from "./queries";

/** Everything that was done to one tile, the latest first. */
export async function listLabelHistory(input: {
  sceneId: string;
  row: number;
  col: number;
}): Promise<LabelEvent[]> {
  const grid = await getLabelGrid(getDb(), input.sceneId);
  if (input.row >= grid.gridRows || input.col >= grid.gridCols) return [];
  const rows = await getDb()
    .selectFrom("label_event")
    .innerJoin("label_batch", "label_batch.id", "label_event.batch_id")
    .leftJoin("user", "user.id", "label_batch.author_id")
    .select([
      "label_batch.at_ms",
      "label_batch.author_id",
      "label_batch.act",
      "label_batch.act_id",
      "user.name as author_name",
      "label_event.batch_id",
      "label_event.from_class_id",
      "label_event.to_class_id",
      (from) =>
        from
          .selectFrom("label_batch as part")
          .whereRef("part.act_id", "=", "label_batch.act_id")
          .select((part) => part.fn.sum<number>("part.changed_count").as("tile_count"))
          .as("act_tile_count"),
    ])
    .where("label_event.scene_id", "=", input.sceneId)
    .where("label_event.tile_index", "=", tileIndex(input, grid.gridCols))
    .orderBy("label_event.id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    atMs: row.at_ms,
    author: { id: row.author_id, name: row.author_name ?? row.author_id },
    fromClassId: row.from_class_id,
    toClassId: row.to_class_id,
    act: row.act,
    batchId: row.batch_id,
    actId: row.act_id ?? row.batch_id,
    actTileCount: Number(row.act_tile_count ?? 1),
  }));
}
