import { sql } from "kysely";
import type { Queryable } from "./client";

/**
 * Statements over thousands of tiles at once. They hand the tiles over as one JSON parameter, which
 * SQLite unpacks itself: 10,000 tiles take about 60 ms, a statement per tile took 400 ms.
 */

/** One tile whose label changes: its index in the grid, the class it had, the class it gets. */
export type LabelChange = [tileIndex: number, from: string | null, to: string | null];

/**
 * What an event of the history is about, where it is not a label by its author: an answer of one
 * person (`opinion`), the label that answers led to (`settled`), a reviewer's choice (`decided`), or
 * a label taken back to be looked at again (`returned`).
 */
export type LabelEventKind = "opinion" | "settled" | "decided" | "returned";

/** Reads the classes of some tiles; tiles without a label are missing from the answer. */
export async function readLabelsOfTiles(
  db: Queryable,
  sceneId: string,
  tileIndexes: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await sql<{ tile_index: number; class_id: string }>`
    select tile_index, class_id from label
    where scene_id = ${sceneId}
      and tile_index in (select value from json_each(${JSON.stringify(tileIndexes)}))
  `.execute(db);
  return new Map(rows.map((row) => [row.tile_index, row.class_id]));
}

/** A label that somebody else gave a tile after an author had last looked. */
export interface UnseenLabel {
  tileIndex: number;
  classId: string;
  authorId: string;
  authorName: string | null;
  atMs: number;
}

/** Labels of others that are newer than a revision, among some tiles. */
export async function readUnseenLabels(
  db: Queryable,
  seen: { sceneId: string; authorId: string; revision: number },
  tileIndexes: readonly number[],
): Promise<UnseenLabel[]> {
  const { rows } = await sql<UnseenLabel>`
    select label.tile_index as "tileIndex", label.class_id as "classId",
      label.author_id as "authorId", author.name as "authorName", label.at_ms as "atMs"
    from label left join "user" as author on author.id = label.author_id
    where label.scene_id = ${seen.sceneId} and label.revision > ${seen.revision}
      and label.author_id <> ${seen.authorId}
      and label.tile_index in (select value from json_each(${JSON.stringify(tileIndexes)}))
  `.execute(db);
  return rows;
}

/**
 * Writes changed labels and their history. The batch's row must exist.
 *
 * @returns Between which numbers the history's new events are.
 */
export async function writeLabelChanges(
  db: Queryable,
  batch: { id: string; sceneId: string; authorId: string; atMs: number; revision: number },
  changes: readonly LabelChange[],
  kind: LabelEventKind | null = null,
): Promise<{ firstEventId: number; lastEventId: number }> {
  const firstEventId = (await readLastEventId(db)) + 1;
  const json = JSON.stringify(changes);
  await sql`
    insert into label (scene_id, tile_index, class_id, author_id, at_ms, revision)
    select ${batch.sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[2]'),
      ${batch.authorId}, ${batch.atMs}, ${batch.revision}
    from json_each(${json}) where json_extract(value, '$[2]') is not null
    on conflict (scene_id, tile_index) do update set
      class_id = excluded.class_id, author_id = excluded.author_id, at_ms = excluded.at_ms,
      revision = excluded.revision
  `.execute(db);
  if (changes.some(([, , to]) => to === null)) {
    await sql`
      delete from label where scene_id = ${batch.sceneId} and tile_index in (
        select json_extract(value, '$[0]') from json_each(${json})
        where json_extract(value, '$[2]') is null
      )
    `.execute(db);
  }
  await insertEvents(db, batch, json, kind);
  return { firstEventId, lastEventId: await readLastEventId(db) };
}

/** Writes history only. */
export async function writeLabelEvents(
  db: Queryable,
  batch: { id: string; sceneId: string },
  changes: readonly LabelChange[],
  kind: LabelEventKind,
): Promise<void> {
  if (changes.length > 0) await insertEvents(db, batch, JSON.stringify(changes), kind);
}

async function insertEvents(
  db: Queryable,
  batch: { id: string; sceneId: string },
  json: string,
  kind: LabelEventKind | null,
): Promise<void> {
  await sql`
    insert into label_event (batch_id, scene_id, tile_index, from_class_id, to_class_id, kind)
    select ${batch.id}, ${batch.sceneId}, json_extract(value, '$[0]'),
      json_extract(value, '$[1]'), json_extract(value, '$[2]'), ${kind}
    from json_each(${json})
  `.execute(db);
}

/** Number of the last event of the whole history. */
export async function readLastEventId(db: Queryable): Promise<number> {
  const { last } = await db
    .selectFrom("label_event")
    .select((event) => event.fn.max("id").as("last"))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/**
 * Fills a plane with one byte per tile.
 *
 * The tiles of a class come as one long text of numbers: a million labels as a million rows took
 * 1.2 s, as six texts 0.4 s.
 *
 * @param byteOfClass Plane byte by class id; classes that are missing leave 0.
 */
export async function fillLabelPlane(
  db: Queryable,
  plane: Uint8Array,
  sceneId: string,
  byteOfClass: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows } = await sql<{ class_id: string; tiles: Buffer }>`
    select class_id, cast(group_concat(tile_index) as blob) as tiles
    from label where scene_id = ${sceneId} group by class_id
  `.execute(db);
  for (const { class_id, tiles } of rows) fillTiles(plane, tiles, byteOfClass.get(class_id) ?? 0);
}

/**
 * The tiles of each author, those with most labels first.
 *
 * @returns `tiles`: indexes as digits with commas between them, for `fillTiles`.
 */
export async function readTilesByAuthor(
  db: Queryable,
  sceneId: string,
  limit: number,
): Promise<{ authorId: string; count: number; tiles: Buffer }[]> {
  const { rows } = await sql<{ authorId: string; count: number; tiles: Buffer }>`
    select author_id as authorId, count(*) as count,
      cast(group_concat(tile_index) as blob) as tiles
    from label where scene_id = ${sceneId}
    group by author_id order by count desc, author_id limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * Sets the bytes of the tiles that have a class to 1.
 *
 * @param authorIds Only labels of these people.
 */
export async function markTilesOfClass(
  db: Queryable,
  marks: Uint8Array,
  sceneId: string,
  classId: string,
  authorIds?: readonly string[],
): Promise<void> {
  const ofAuthors = authorIds
    ? sql`and author_id in (select value from json_each(${JSON.stringify(authorIds)}))`
    : sql``;
  const { rows } = await sql<{ tiles: Buffer | null }>`
    select cast(group_concat(tile_index) as blob) as tiles
    from label where scene_id = ${sceneId} and class_id = ${classId} ${ofAuthors}
  `.execute(db);
  const tiles = rows[0]?.tiles;
  if (tiles) fillTiles(marks, tiles, 1);
}

/** Gives the tiles of a text such as `12,13,40` a byte in a plane. */
export function fillTiles(
  plane: Uint8Array,
  tiles: Buffer,
  byte: number,
  /** Only tiles that have nothing yet. */
  onlyEmpty = false,
): void {
  const comma = 44;
  const zero = 48;
  const fill = (tileIndex: number) => {
    if (!onlyEmpty || plane[tileIndex] === 0) plane[tileIndex] = byte;
  };
  let tileIndex = 0;
  for (const character of tiles) {
    if (character === comma) {
      fill(tileIndex);
      tileIndex = 0;
    } else {
      tileIndex = tileIndex * 10 + character - zero;
    }
  }
  fill(tileIndex);
}
