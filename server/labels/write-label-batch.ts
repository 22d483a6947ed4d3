import { tileOfIndex } from "@/lib/geo/grid";
import type { Queryable } from "../db/client";
import { type LabelChange, readLastEventId, writeLabelChanges } from "../db/label-statements";
import { privateTopic } from "../live/private-topic";
import { publishEvent } from "../live/publish-event";
import type { ApartChanges } from "../opinions/weigh-tiles";
import { publishApart, writeApart } from "../opinions/write-apart";
import type { LabelClass, LabelGrid } from "./queries";

/** Above this many edits browsers are told to read the plane again instead of patching it. */
const maxPublishedEdits = 5_000;

/** What is known of a batch before its tiles are looked at. */
export interface NewLabelBatch {
  id: string;
  sceneId: string;
  authorId: string;
  act: string;
  /** Shared by the batches of one act. */
  actId: string;
  /** The act that it takes back. */
  revertsActId?: string;
  madeAtMs?: number | undefined;
}

/** What a batch did. */
export interface WrittenLabelBatch {
  revision: number;
  changedCount: number;
  labelledCount: number;
  /** For the cached plane, once the transaction is through. */
  patch: readonly (readonly [tileIndex: number, byte: number])[];
}

/** @returns false: there was a batch of this id before. */
export async function insertLabelBatch(trx: Queryable, batch: NewLabelBatch): Promise<boolean> {
  const nowMs = Date.now();
  const inserted = await trx
    .insertInto("label_batch")
    .values({
      id: batch.id,
      scene_id: batch.sceneId,
      author_id: batch.authorId,
      act: batch.act,
      act_id: batch.actId,
      reverts_act_id: batch.revertsActId ?? null,
      made_at_ms: batch.madeAtMs ?? nowMs,
      at_ms: nowMs,
      revision: 0,
      changed_count: 0,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/**
 * Writes what an inserted batch changes: labels, their history, counts, and the event for browsers.
 *
 * @param apart What becomes of tiles that are governed by answers, which people see differently.
 */
export async function writeLabelBatch(
  trx: Queryable,
  batch: NewLabelBatch,
  grid: LabelGrid,
  classes: ReadonlyMap<string, LabelClass>,
  changes: readonly LabelChange[],
  apart: ApartChanges | null = null,
): Promise<WrittenLabelBatch> {
  const changedCount = changes.length + (apart?.changedCount ?? 0);
  const revision = grid.revision + (changedCount > 0 ? 1 : 0);
  const atMs = Date.now();
  const { id, sceneId } = batch;
  const events =
    changedCount > 0 ? await writeChanges(trx, { ...batch, atMs, revision }, changes, apart) : null;
  await trx
    .updateTable("label_batch")
    .set({
      revision,
      changed_count: changedCount,
      first_event_id: events?.firstEventId ?? null,
      last_event_id: events?.lastEventId ?? null,
    })
    .where("id", "=", id)
    .execute();
  if (changedCount === 0) {
    return { revision, changedCount, labelledCount: grid.labelledCount, patch: [] };
  }
  const all = apart ? [...changes, ...apart.labels.flatMap((part) => part.changes)] : changes;
  const added = all.filter(([, from]) => from === null).length;
  const removed = all.filter(([, , to]) => to === null).length;
  const labelledCount = grid.labelledCount + added - removed;
  await trx
    .updateTable("scene")
    .set({ label_revision: revision, labelled_count: labelledCount })
    .where("id", "=", sceneId)
    .execute();
  await trx
    .updateTable("project")
    .set({ updated_at_ms: atMs })
    .where("id", "=", grid.projectId)
    .execute();
  const byteOf = (classId: string | null) =>
    classId === null ? 0 : (classes.get(classId)?.byte ?? 0);
  const patch = all.map(([tile, , to]) => [tile, byteOf(to)] as const);
  await publishChange(trx, `scene:${sceneId}`, batch, grid, revision, patch);
  for (const [personId, shown] of apart?.shown ?? []) {
    const own = shown.map(([tile, classId]) => [tile, byteOf(classId)] as const);
    await publishChange(trx, privateTopic(sceneId, personId), batch, grid, revision, own);
  }
  if (apart) await publishApart(trx, grid, apart);
  return { revision, changedCount, labelledCount, patch };
}

async function writeChanges(
  trx: Queryable,
  batch: { id: string; sceneId: string; authorId: string; atMs: number; revision: number },
  changes: readonly LabelChange[],
  apart: ApartChanges | null,
): Promise<{ firstEventId: number; lastEventId: number }> {
  if (apart === null) return writeLabelChanges(trx, batch, changes);
  const firstEventId = (await readLastEventId(trx)) + 1;
  if (changes.length > 0) await writeLabelChanges(trx, batch, changes);
  await writeApart(trx, batch, apart);
  return { firstEventId, lastEventId: await readLastEventId(trx) };
}

/**
 * Tells browsers which tiles have which byte now; no tiles at all mean that they are too many. A
 * batch that changes nothing for whoever hears it says so, because its revision counts.
 */
async function publishChange(
  trx: Queryable,
  topic: string,
  { sceneId, id }: NewLabelBatch,
  { gridCols }: LabelGrid,
  revision: number,
  patch: WrittenLabelBatch["patch"],
): Promise<void> {
  const told = patch.length > maxPublishedEdits ? [] : patch;
  await publishEvent(trx, topic, {
    type: "labels.changed",
    sceneId,
    revision,
    batchId: id,
    ...(patch.length === 0 && { unchanged: true }),
    edits: told.map(([index, byte]) => {
      const { row, col } = tileOfIndex(index, gridCols);
      return [row, col, byte];
    }),
  });
}
