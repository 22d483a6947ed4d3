import type { ClassChange } from "@/lib/contracts/classes";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";

const mostChanges = 100;

/** Merges and splits of a project, the latest first. @throws AppError `not_found`. */
export async function listClassChanges(projectId: string): Promise<ClassChange[]> {
  await getProjectRow(projectId);
  const rows = await getDb()
    .selectFrom("class_change")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("at_ms", "desc")
    .limit(mostChanges)
    .execute();
  if (rows.length === 0) return [];
  const counts = await countTiles(rows.map((row) => row.act_id));
  const people = await findPeople(rows.flatMap((row) => [row.author_id, row.reverted_by]));
  const personOf = (id: string) => people.get(id) ?? { id, name: id };
  return rows.map((row) => ({
    actId: row.act_id,
    kind: row.kind === "split" ? "split" : "merge",
    fromClassId: row.from_class_id,
    intoClassId: row.into_class_id,
    tileCount: counts.get(row.act_id)?.tileCount ?? 0,
    sceneCount: counts.get(row.act_id)?.sceneCount ?? 0,
    author: personOf(row.author_id),
    atMs: row.at_ms,
    revertedBy: row.reverted_by === null ? null : personOf(row.reverted_by),
    revertedAtMs: row.reverted_at_ms,
  }));
}

async function countTiles(actIds: string[]) {
  const rows = await getDb()
    .selectFrom("label_batch")
    .select((batch) => [
      "act_id",
      batch.fn.sum<number>("changed_count").as("tile_count"),
      batch.fn.count<number>("scene_id").distinct().as("scene_count"),
    ])
    .where("act_id", "in", actIds)
    .groupBy("act_id")
    .execute();
  return new Map(
    rows.map((row) => [
      row.act_id,
      { tileCount: Number(row.tile_count), sceneCount: Number(row.scene_count) },
    ]),
  );
}
