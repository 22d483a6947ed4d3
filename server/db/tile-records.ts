import { sql } from "kysely";
import type { Queryable } from "./client";

interface Said {
  tileIndex: number;
  personId: string;
  atMs: number;
}

/** All rows about some tiles of a scene. */
export interface TileRecords {
  labels: (Said & { classId: string })[];
  answers: (Said & { classId: string })[];
  reviews: (Omit<Said, "personId"> & {
    personId: string | null;
    status: string;
    classId: string | null;
  })[];
  returns: (Said & { comment: string; returnedBy: string; answeredAtMs: number | null })[];
  flags: (Said & { comment: string })[];
}

export async function readTileRecords(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<TileRecords> {
  const ofTiles = sql`scene_id = ${sceneId}
    and tile_index in (select value from json_each(${tiles}))`;
  const tile = sql`tile_index as "tileIndex", at_ms as "atMs"`;
  const [labels, answers, reviews, returns, flags] = await Promise.all([
    sql<TileRecords["labels"][number]>`
      select ${tile}, author_id as "personId", class_id as "classId" from label where ${ofTiles}
    `.execute(db),
    sql<TileRecords["answers"][number]>`
      select ${tile}, author_id as "personId", class_id as "classId" from opinion
      where ${ofTiles} order by at_ms, author_id
    `.execute(db),
    sql<TileRecords["reviews"][number]>`
      select ${tile}, person_id as "personId", status, class_id as "classId" from tile_review
      where ${ofTiles}
    `.execute(db),
    sql<TileRecords["returns"][number]>`
      select ${tile}, person_id as "personId", comment, returned_by as "returnedBy",
        answered_at_ms as "answeredAtMs"
      from tile_return where ${ofTiles} order by at_ms, person_id
    `.execute(db),
    sql<TileRecords["flags"][number]>`
      select ${tile}, author_id as "personId", comment from tile_flag
      where ${ofTiles} order by at_ms, author_id
    `.execute(db),
  ]);
  return {
    labels: labels.rows,
    answers: answers.rows,
    reviews: reviews.rows,
    returns: returns.rows,
    flags: flags.rows,
  };
}
