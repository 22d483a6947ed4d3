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
        and event.batch_id = ${batch.id} and event.kind is null
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

/** What a batch did to a tile that is governed by answers, and how it stands now. */
export interface ActAnswer {
  tileIndex: number;
  kind: "opinion" | "decided" | "returned";
  /** Whose answer it was. */
  personId: string;
  personName: string | null;
  fromClassId: string | null;
  toClassId: string | null;
  /** The person's answer now; of a decision: what is decided now. */
  nowClassId: string | null;
}

/** The answers, decisions and returns of one batch, in the order they were made. */
export async function readActAnswers(
  db: Queryable,
  batch: { id: string; firstEventId: number; lastEventId: number },
): Promise<ActAnswer[]> {
  const { rows } = await sql<ActAnswer>`
    select event.tile_index as "tileIndex", event.kind as kind, event.person_id as "personId",
      "user".name as "personName", event.from_class_id as "fromClassId",
      event.to_class_id as "toClassId",
      case event.kind when 'opinion' then opinion.class_id else review.class_id end as "nowClassId"
    from (
      select label_event.*, coalesce(answer_of, label_batch.author_id) as person_id
      from label_event join label_batch on label_batch.id = label_event.batch_id
      where label_event.id between ${batch.firstEventId} and ${batch.lastEventId}
        and batch_id = ${batch.id} and kind in ('opinion', 'decided', 'returned')
    ) as event
    left join "user" on "user".id = event.person_id
    left join opinion on opinion.scene_id = event.scene_id
      and opinion.tile_index = event.tile_index and opinion.author_id = event.person_id
    left join tile_review as review on review.scene_id = event.scene_id
      and review.tile_index = event.tile_index and review.status = 'accepted'
    order by event.id
  `.execute(db);
  return rows;
}
