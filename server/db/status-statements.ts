import { sql } from "kysely";
import type { Queryable } from "./client";

/** Where tiles stand and what is said about them; tiles go as JSON, as in label-statements.ts. */

export interface TileStanding {
  tileIndex: number;
  /** Of the review; null: there is none. */
  status: string | null;
  isLabelled: boolean;
  flaggedBy: string[];
  /** Who still has to look at it again. */
  returnedTo: string[];
}

export async function readStandings(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<TileStanding[]> {
  const { rows } = await sql<{
    tileIndex: number;
    status: string | null;
    isLabelled: number;
    flaggedBy: string;
    returnedTo: string;
  }>`
    select wanted.value as "tileIndex", review.status as status,
      exists (
        select 1 from label where scene_id = ${sceneId} and tile_index = wanted.value
      ) as "isLabelled",
      (
        select json_group_array(author_id) from tile_flag
        where scene_id = ${sceneId} and tile_index = wanted.value
      ) as "flaggedBy",
      (
        select json_group_array(person_id) from tile_return
        where scene_id = ${sceneId} and tile_index = wanted.value and answered_at_ms is null
      ) as "returnedTo"
    from json_each(${tiles}) as wanted
    left join tile_review as review
      on review.scene_id = ${sceneId} and review.tile_index = wanted.value
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    isLabelled: row.isLabelled === 1,
    flaggedBy: JSON.parse(row.flaggedBy) as string[],
    returnedTo: JSON.parse(row.returnedTo) as string[],
  }));
}

/** Tiles of a scene in each status: digits with commas, for `fillTiles`. */
export async function readTilesByStatus(
  db: Queryable,
  sceneId: string,
): Promise<{ status: string; tiles: Buffer }[]> {
  const { rows } = await sql<{ status: string; tiles: Buffer }>`
    select status, cast(group_concat(tile_index) as blob) as tiles from tile_review
    where scene_id = ${sceneId} and status in ('in_review', 'returned', 'accepted')
    group by status
  `.execute(db);
  return rows;
}

/** Tiles that somebody still has to look at again. */
export async function readReturnedTiles(
  db: Queryable,
  sceneId: string,
  personId: string,
): Promise<number[]> {
  const rows = await db
    .selectFrom("tile_return")
    .select("tile_index")
    .where("person_id", "=", personId)
    .where("scene_id", "=", sceneId)
    .where("answered_at_ms", "is", null)
    .execute();
  return rows.map((row) => row.tile_index);
}

/** Flagged tiles; with a person only those that this person may know to be flagged. */
export async function readFlaggedTiles(
  db: Queryable,
  sceneId: string,
  personId: string | null,
): Promise<number[]> {
  const { rows } = await sql<{ tile_index: number }>`
    select distinct tile_index from tile_flag
    where scene_id = ${sceneId} and (
      ${personId} is null or author_id = ${personId} or exists (
        select 1 from label
        where label.scene_id = tile_flag.scene_id and label.tile_index = tile_flag.tile_index
      )
    )
  `.execute(db);
  return rows.map((row) => row.tile_index);
}

/** Which of these tiles are flagged by anybody. */
export async function readFlaggedAmong(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<number[]> {
  const { rows } = await sql<{ tile_index: number }>`
    select distinct tile_index from tile_flag
    where scene_id = ${sceneId} and tile_index in (select value from json_each(${tiles}))
  `.execute(db);
  return rows.map((row) => row.tile_index);
}
