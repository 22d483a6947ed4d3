import { sql } from "kysely";
import type { Queryable } from "./client";

/** Returns tiles to people; one that was returned before gets the new comment. */
export async function writeReturns(
  db: Queryable,
  returned: {
    sceneId: string;
    returns: readonly (readonly [tileIndex: number, personId: string])[];
    comment: string;
    returnedBy: string;
    atMs: number;
  },
): Promise<void> {
  if (returned.returns.length === 0) return;
  await sql`
    insert into tile_return
      (scene_id, tile_index, person_id, comment, returned_by, at_ms, answered_at_ms)
    select ${returned.sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
      ${returned.comment}, ${returned.returnedBy}, ${returned.atMs}, null
    from json_each(${JSON.stringify(returned.returns)}) where true
    on conflict (scene_id, tile_index, person_id) do update set comment = excluded.comment,
      returned_by = excluded.returned_by, at_ms = excluded.at_ms, answered_at_ms = null
  `.execute(db);
}
