import type { z } from "zod";
import type { labelCountsSchema } from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { countUnsettledAnswers } from "../db/opinion-statements";
import { getLabelGrid } from "./queries";

/**
 * How many tiles of a scene carry each class, as one person sees them: settled labels, from the kept
 * counts, and their own answers where nothing is settled.
 */
export async function countLabels(
  sceneId: string,
  me: { id: string },
): Promise<z.infer<typeof labelCountsSchema>> {
  const grid = await getLabelGrid(getDb(), sceneId);
  const rows = await getDb()
    .selectFrom("label_count")
    .select(["class_id", "count"])
    .where("scene_id", "=", sceneId)
    .where("count", ">", 0)
    .execute();
  const counts = new Map(rows.map((row) => [row.class_id, row.count]));
  for (const { classId, count } of await countUnsettledAnswers(getDb(), sceneId, me.id)) {
    counts.set(classId, (counts.get(classId) ?? 0) + count);
  }
  return {
    revision: grid.revision,
    tileCount: grid.tileCount,
    labelledCount: [...counts.values()].reduce((sum, count) => sum + count, 0),
    classCounts: Object.fromEntries(counts),
  };
}
