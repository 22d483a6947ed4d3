import type { z } from "zod";
import type { labelCountsSchema } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { getLabelGrid } from "./queries";

/** How many tiles of a scene carry each class. */
export async function countLabels(sceneId: string): Promise<z.infer<typeof labelCountsSchema>> {
  const grid = await getLabelGrid(getDb(), sceneId);
  const rows = await getDb()
    .selectFrom("label")
    .select(["class_id", ({ fn }) => fn.countAll<number>().as("count")])
    .where("scene_id", "=", sceneId)
    .groupBy("class_id")
    .execute();
  return {
    tileCount: grid.tileCount,
    labelledCount: rows.reduce((sum, row) => sum + Number(row.count), 0),
    classCounts: Object.fromEntries(rows.map((row) => [row.class_id, Number(row.count)])),
  };
}
