import type { z } from "zod";
import type { labelCountsSchema } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { getLabelGrid } from "./queries";

/** How many tiles of a scene carry each class: read from the kept counts, not from the labels. */
export async function countLabels(sceneId: string): Promise<z.infer<typeof labelCountsSchema>> {
  const grid = await getLabelGrid(getDb(), sceneId);
  const rows = await getDb()
    .selectFrom("label_count")
    .select(["class_id", "count"])
    .where("scene_id", "=", sceneId)
    .where("count", ">", 0)
    .execute();
  return {
    revision: grid.revision,
    tileCount: grid.tileCount,
    labelledCount: rows.reduce((sum, row) => sum + row.count, 0),
    classCounts: Object.fromEntries(rows.map((row) => [row.class_id, row.count])),
  };
}
