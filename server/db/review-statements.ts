import { sql } from "kysely";
import type { ReviewKind } from "@/lib/contracts/opinions";
import type { Queryable } from "./client";

/** What a reviewer's list shows of tiles. */
export interface WantedTiles {
  sceneId: string;
  kind: ReviewKind;
  classId: string | null;
  otherClassId: string | null;
  afterTileIndex: number;
  limit: number;
}

/** Tiles of a kind in one scene, in order; each kind has an index that begins with its scene. */
export async function readReviewTiles(db: Queryable, wanted: WantedTiles): Promise<number[]> {
  const { sceneId, classId, otherClassId, afterTileIndex, limit } = wanted;
  const named = (value: string | null) => sql`(
    ${value} is null or exists (
      select 1 from opinion where opinion.scene_id = ${sceneId}
        and opinion.tile_index = found.tile_index and opinion.class_id = ${value}
    ) or exists (
      select 1 from label where label.scene_id = ${sceneId}
        and label.tile_index = found.tile_index and label.class_id = ${value}
    )
  )`;
  const { rows } = await sql<{ tile_index: number }>`
    select found.tile_index from (${sourceOf(wanted.kind, sceneId, afterTileIndex)}) as found
    where ${named(classId)} and ${named(otherClassId)}
    order by found.tile_index limit ${limit}
  `.execute(db);
  return rows.map((row) => row.tile_index);
}

function sourceOf(kind: ReviewKind, sceneId: string, after: number) {
  if (kind === "flagged") {
    return sql`
      select distinct tile_index from tile_flag
      where scene_id = ${sceneId} and tile_index > ${after}
    `;
  }
  if (kind === "labelled") {
    return sql`
      select label.tile_index from label left join tile_review as review
        on review.scene_id = label.scene_id and review.tile_index = label.tile_index
      where label.scene_id = ${sceneId} and label.tile_index > ${after}
        and review.status is null
    `;
  }
  const status = kind === "returned" ? "returned" : "in_review";
  return sql`
    select tile_index from tile_review
    where scene_id = ${sceneId} and status = ${status} and tile_index > ${after}
  `;
}

/** How many tiles of some scenes are in each status of a review, or flagged. */
export async function countReviewTiles(
  db: Queryable,
  sceneIds: readonly string[],
): Promise<Map<string, number>> {
  const scenes = JSON.stringify(sceneIds);
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*) as count from tile_review
    where scene_id in (select value from json_each(${scenes})) group by status
    union all
    select 'flagged' as status, count(*) as count from (
      select distinct scene_id, tile_index from tile_flag
      where scene_id in (select value from json_each(${scenes}))
    ) as flagged
    union all
    select 'labelled' as status, coalesce(sum(labelled_count), 0) as count from scene
    where id in (select value from json_each(${scenes}))
  `.execute(db);
  return new Map(rows.map((row) => [row.status, row.count]));
}

/**
 * Tiles with answers and no label, by the class that most people named, the earliest where they tie:
 * `tiles` is digits with commas, for `fillTiles`.
 */
export async function readMostNamed(
  db: Queryable,
  sceneId: string,
): Promise<{ classId: string; tiles: Buffer }[]> {
  const { rows } = await sql<{ classId: string; tiles: Buffer }>`
    select class_id as "classId", cast(group_concat(tile_index) as blob) as tiles from (
      select tile_index, class_id, row_number() over (
        partition by tile_index order by count(*) desc, min(at_ms), class_id
      ) as place
      from opinion where scene_id = ${sceneId} and not exists (
        select 1 from label
        where label.scene_id = opinion.scene_id and label.tile_index = opinion.tile_index
      )
      group by tile_index, class_id
    ) where place = 1 group by class_id
  `.execute(db);
  return rows;
}

/** How many tiles of some scenes have answers and no label. */
export async function countUnsettledTiles(
  db: Queryable,
  sceneIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select distinct scene_id, tile_index from opinion
      where scene_id in (select value from json_each(${JSON.stringify(sceneIds)}))
        and not exists (
          select 1 from label
          where label.scene_id = opinion.scene_id and label.tile_index = opinion.tile_index
        )
    )
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** The next answers of a scene, tile by tile: the last tile may have more. Read along the key. */
export async function readNextAnswers(
  db: Queryable,
  sceneId: string,
  afterTileIndex: number,
  limit: number,
): Promise<{ tileIndex: number; authorId: string; classId: string }[]> {
  return db
    .selectFrom("opinion")
    .select(["tile_index as tileIndex", "author_id as authorId", "class_id as classId"])
    .where("scene_id", "=", sceneId)
    .where("tile_index", ">", afterTileIndex)
    .orderBy("tile_index")
    .orderBy("author_id")
    .limit(limit)
    .execute();
}
