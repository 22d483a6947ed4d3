import { sql } from "kysely";
import type { Queryable } from "./client";

/** A change of classes whose answers move with its labels. */
export interface AnswerMove {
  actId: string;
  fromClassId: string;
  intoClassId: string;
}

/**
 * Gives answers and reviewers' decisions that name one class the other, and remembers which did.
 *
 * @param tiles Only of these tiles of a scene; missing: of all.
 */
export async function moveAnswers(
  db: Queryable,
  { actId, fromClassId, intoClassId }: AnswerMove,
  tiles?: { sceneId: string; indexes: readonly number[] },
): Promise<void> {
  const there = tiles
    ? sql`and scene_id = ${tiles.sceneId}
        and tile_index in (select value from json_each(${JSON.stringify(tiles.indexes)}))`
    : sql``;
  await sql`
    insert into class_change_answer (act_id, scene_id, tile_index, author_id, from_class_id)
    select ${actId}, scene_id, tile_index, author_id, class_id from opinion
    where class_id = ${fromClassId} ${there}
    union all
    select ${actId}, scene_id, tile_index, null, class_id from tile_review
    where class_id = ${fromClassId} ${there}
  `.execute(db);
  for (const table of [sql.table("opinion"), sql.table("tile_review")]) {
    await sql`
      update ${table} set class_id = ${intoClassId} where class_id = ${fromClassId} ${there}
    `.execute(db);
  }
}

/** Gives the answers that a change moved their class again, unless they were changed since. */
export async function returnAnswers(
  db: Queryable,
  { actId, intoClassId }: { actId: string; intoClassId: string },
): Promise<void> {
  await sql`
    update opinion set class_id = moved.from_class_id
    from class_change_answer as moved
    where moved.act_id = ${actId} and moved.scene_id = opinion.scene_id
      and moved.tile_index = opinion.tile_index and moved.author_id = opinion.author_id
      and opinion.class_id = ${intoClassId}
  `.execute(db);
  await sql`
    update tile_review set class_id = moved.from_class_id
    from class_change_answer as moved
    where moved.act_id = ${actId} and moved.scene_id = tile_review.scene_id
      and moved.tile_index = tile_review.tile_index and moved.author_id is null
      and tile_review.class_id = ${intoClassId}
  `.execute(db);
  await db.deleteFrom("class_change_answer").where("act_id", "=", actId).execute();
}
