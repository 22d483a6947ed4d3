import { sql } from "kysely";
import type { Queryable } from "./client";

/** A tile that an act changed, what it is now, and who changed it last. */
export interface ActTile {
  tileIndex: number;
  fromClassId: string | null;
  toClassId: string | null;
  nowClassId: string | null;
  lastAuthorId: string;
  lastAuthorName: string | null;
}

/** The tiles of one batch, found by the numbers of its events. */
export async function readActTiles(
  db: Queryable,
  batch: { id: string; firstEventId: number; lastEventId: number },
): Promise<ActTile[]> {
  const { rows } = await sql<ActTile>`
    select changed.tile_index as "tileIndex", changed.from_class_id as "fromClassId",
      changed.to_class_id as "toClassId", label.class_id as "nowClassId",
      last_batch.author_id as "lastAuthorId", last_author.name as "lastAuthorName"
    from (
      select event.scene_id, event.tile_index, event.from_class_id, event.to_class_id, (
        select max(later.id) from label_event as later
        where later.scene_id = event.scene_id and later.tile_index = event.tile_index
      ) as last_id
      from label_event as event
      where event.id between ${batch.firstEventId} and ${batch.lastEventId}
        and event.batch_id = ${batch.id}
    ) as changed
    join label_event as last_event on last_event.id = changed.last_id
    join label_batch as last_batch on last_batch.id = last_event.batch_id
    left join "user" as last_author on last_author.id = last_batch.author_id
    left join label on label.scene_id = changed.scene_id
      and label.tile_index = changed.tile_index
    order by changed.tile_index
  `.execute(db);
  return rows;
}
