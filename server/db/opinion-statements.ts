import { sql } from "kysely";
import type { Queryable } from "./client";

/** Statements over the answers of thousands of tiles; as in label-statements.ts tiles go as JSON. */

/** One person's answer to a tile changes. */
export interface AnswerChange {
  tileIndex: number;
  authorId: string;
  from: string | null;
  to: string | null;
}

export interface TileLabel {
  tileIndex: number;
  classId: string;
  authorId: string;
  atMs: number;
}

export interface TileReview {
  tileIndex: number;
  status: string;
  classId: string | null;
  personId: string | null;
}

/** All answers to some tiles: class by person, by tile. */
export async function readAnswers(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<Map<number, Map<string, string>>> {
  const { rows } = await sql<{ tile_index: number; author_id: string; class_id: string }>`
    select tile_index, author_id, class_id from opinion
    where scene_id = ${sceneId} and tile_index in (select value from json_each(${tiles}))
    order by tile_index, at_ms, author_id
  `.execute(db);
  const found = new Map<number, Map<string, string>>();
  for (const row of rows) {
    const answers = found.get(row.tile_index) ?? new Map<string, string>();
    answers.set(row.author_id, row.class_id);
    found.set(row.tile_index, answers);
  }
  return found;
}

export async function readReviews(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<Map<number, TileReview>> {
  const { rows } = await sql<TileReview>`
    select tile_index as "tileIndex", status, class_id as "classId", person_id as "personId"
    from tile_review
    where scene_id = ${sceneId} and tile_index in (select value from json_each(${tiles}))
  `.execute(db);
  return new Map(rows.map((row) => [row.tileIndex, row]));
}

/** Who still has to look at some tiles again. */
export async function readWaitingReturns(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<Map<number, Set<string>>> {
  const { rows } = await sql<{ tile_index: number; person_id: string }>`
    select tile_index, person_id from tile_return
    where scene_id = ${sceneId} and tile_index in (select value from json_each(${tiles}))
      and answered_at_ms is null
  `.execute(db);
  const found = new Map<number, Set<string>>();
  for (const row of rows) {
    const people = found.get(row.tile_index) ?? new Set<string>();
    found.set(row.tile_index, people.add(row.person_id));
  }
  return found;
}

export async function readTileLabels(
  db: Queryable,
  sceneId: string,
  tiles: string,
): Promise<Map<number, TileLabel>> {
  const { rows } = await sql<TileLabel>`
    select tile_index as "tileIndex", class_id as "classId", author_id as "authorId",
      at_ms as "atMs"
    from label
    where scene_id = ${sceneId} and tile_index in (select value from json_each(${tiles}))
  `.execute(db);
  return new Map(rows.map((row) => [row.tileIndex, row]));
}

/** Tiles of a label become an answer of who gave them, before others are laid beside it. */
export async function keepLabelsAsAnswers(
  db: Queryable,
  sceneId: string,
  labels: readonly TileLabel[],
): Promise<void> {
  if (labels.length === 0) return;
  const json = JSON.stringify(
    labels.map((one) => [one.tileIndex, one.authorId, one.classId, one.atMs]),
  );
  await sql`
    insert into opinion (scene_id, tile_index, author_id, class_id, at_ms)
    select ${sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
      json_extract(value, '$[2]'), json_extract(value, '$[3]')
    from json_each(${json}) where true
    on conflict (scene_id, tile_index, author_id) do nothing
  `.execute(db);
}

/** Writes changed answers and their history. */
export async function writeAnswers(
  db: Queryable,
  batch: { id: string; sceneId: string; authorId: string; atMs: number },
  changes: readonly AnswerChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const json = JSON.stringify(
    changes.map((one) => [one.tileIndex, one.authorId, one.from, one.to]),
  );
  await sql`
    insert into opinion (scene_id, tile_index, author_id, class_id, at_ms)
    select ${batch.sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
      json_extract(value, '$[3]'), ${batch.atMs}
    from json_each(${json}) where json_extract(value, '$[3]') is not null
    on conflict (scene_id, tile_index, author_id) do update set
      class_id = excluded.class_id, at_ms = excluded.at_ms
  `.execute(db);
  await sql`
    delete from opinion where scene_id = ${batch.sceneId} and (tile_index, author_id) in (
      select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(${json})
      where json_extract(value, '$[3]') is null
    )
  `.execute(db);
  await sql`
    insert into label_event
      (batch_id, scene_id, tile_index, from_class_id, to_class_id, kind, answer_of)
    select ${batch.id}, ${batch.sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[2]'),
      json_extract(value, '$[3]'), 'opinion', nullif(json_extract(value, '$[1]'), ${batch.authorId})
    from json_each(${json})
  `.execute(db);
}

/** What is kept of a tile that is not simply labelled; null: nothing. */
export type ReviewChange = [tileIndex: number, review: Omit<TileReview, "tileIndex"> | null];

export async function writeReviews(
  db: Queryable,
  sceneId: string,
  changes: readonly ReviewChange[],
  atMs: number,
): Promise<void> {
  if (changes.length === 0) return;
  const json = JSON.stringify(
    changes.map(([tile, review]) => [
      tile,
      review?.status ?? null,
      review?.classId ?? null,
      review?.personId ?? null,
    ]),
  );
  await sql`
    insert into tile_review (scene_id, tile_index, status, class_id, person_id, at_ms)
    select ${sceneId}, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
      json_extract(value, '$[2]'), json_extract(value, '$[3]'), ${atMs}
    from json_each(${json}) where json_extract(value, '$[1]') is not null
    on conflict (scene_id, tile_index) do update set status = excluded.status,
      class_id = excluded.class_id, person_id = excluded.person_id, at_ms = excluded.at_ms
  `.execute(db);
  await sql`
    delete from tile_review where scene_id = ${sceneId} and tile_index in (
      select json_extract(value, '$[0]') from json_each(${json})
      where json_extract(value, '$[1]') is null
    )
  `.execute(db);
}

/** These people have looked at these tiles again. */
export async function closeReturns(
  db: Queryable,
  sceneId: string,
  answered: readonly (readonly [tileIndex: number, personId: string])[],
  atMs: number,
): Promise<void> {
  if (answered.length === 0) return;
  await sql`
    update tile_return set answered_at_ms = ${atMs}
    where scene_id = ${sceneId} and answered_at_ms is null and (tile_index, person_id) in (
      select json_extract(value, '$[0]'), json_extract(value, '$[1]')
      from json_each(${JSON.stringify(answered)})
    )
  `.execute(db);
}

/** The tiles that somebody answered, by class: `tiles` is digits with commas, for `fillTiles`. */
export async function readAnsweredTiles(
  db: Queryable,
  sceneId: string,
  personId: string,
): Promise<{ classId: string; tiles: Buffer }[]> {
  const { rows } = await sql<{ classId: string; tiles: Buffer }>`
    select class_id as "classId", cast(group_concat(tile_index) as blob) as tiles
    from opinion where scene_id = ${sceneId} and author_id = ${personId} group by class_id
  `.execute(db);
  return rows;
}

/** How many tiles without a label somebody answered, by class. */
export async function countUnsettledAnswers(
  db: Queryable,
  sceneId: string,
  personId: string,
): Promise<{ classId: string; count: number }[]> {
  const { rows } = await sql<{ classId: string; count: number }>`
    select class_id as "classId", count(*) as count from opinion
    where scene_id = ${sceneId} and author_id = ${personId} and not exists (
      select 1 from label
      where label.scene_id = opinion.scene_id and label.tile_index = opinion.tile_index
    )
    group by class_id
  `.execute(db);
  return rows;
}

/** The next tiles of a scene that have answers, a review or a label, in order. */
export async function readTilesToWeigh(
  db: Queryable,
  sceneId: string,
  afterTileIndex: number,
  limit: number,
): Promise<{ tileIndex: number; isAnswered: boolean }[]> {
  // Each table is read along its key: a union in SQL would read all of it for every part.
  const found = new Map<number, boolean>();
  for (const table of ["label", "tile_review", "opinion"] as const) {
    const rows = await db
      .selectFrom(table)
      .select("tile_index")
      .distinct()
      .where("scene_id", "=", sceneId)
      .where("tile_index", ">", afterTileIndex)
      .orderBy("tile_index")
      .limit(limit)
      .execute();
    for (const row of rows) found.set(row.tile_index, table !== "label");
  }
  return [...found]
    .map(([tileIndex, isAnswered]) => ({ tileIndex, isAnswered }))
    .sort((a, b) => a.tileIndex - b.tileIndex)
    .slice(0, limit);
}
