import type { z } from "zod";
import type { LabelBatch, labelBatchResultSchema } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileOfIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { getDb, inTransaction } from "../db/client";
import { type LabelChange, readLabelsOfTiles, writeLabelChanges } from "../db/label-statements";
import { publishEvent } from "../live/publish-event";
import { checkLabelEdits } from "./check-label-edits";
import { patchPlane } from "./plane-cache";
import { getLabelGrid, type LabelGrid, listLabelClasses } from "./queries";

export type LabelBatchResult = z.infer<typeof labelBatchResultSchema>;

/** Above this many edits browsers are told to read the plane again instead of patching it. */
const maxPublishedEdits = 5_000;

/**
 * Applies one act of a person as a whole or not at all. The last writer of a tile wins; the history
 * keeps every change. Sending a batch again answers as the first time and changes nothing.
 */
export async function applyLabels(
  batch: LabelBatch,
  author: { id: string },
): Promise<LabelBatchResult> {
  await getLabelGrid(getDb(), batch.sceneId);
  let patch: [number, number][] = [];
  const result = await inTransaction(async (trx) => {
    // The first statement writes, so that the transaction waits for other writers here, at once.
    const isNew = await insertBatch(trx, batch, author.id);
    const grid = await getLabelGrid(trx, batch.sceneId);
    if (!isNew) return describeRepeated(trx, batch, author.id, grid);
    const classes = await listLabelClasses(trx, grid.projectId);
    const wanted = checkLabelEdits(batch.edits, grid, classes);
    const changes = await findChanges(trx, batch.sceneId, wanted);
    const outcome = await writeBatch(trx, batch, author.id, grid, changes);
    patch = changes.map(([tile, , to]) => [tile, to === null ? 0 : (classes.get(to)?.byte ?? 0)]);
    if (changes.length > 0) await publishChange(trx, batch, grid, outcome.revision, patch);
    return outcome;
  });
  if (patch.length > 0) patchPlane(batch.sceneId, result.revision, patch);
  return result;
}

/** Tells browsers which tiles have which byte now; no tiles at all mean that they are too many. */
async function publishChange(
  trx: Queryable,
  { sceneId, batchId }: LabelBatch,
  { gridCols }: LabelGrid,
  revision: number,
  patch: readonly (readonly [tileIndex: number, byte: number])[],
): Promise<void> {
  const told = patch.length > maxPublishedEdits ? [] : patch;
  await publishEvent(trx, `scene:${sceneId}`, {
    type: "labels.changed",
    sceneId,
    revision,
    batchId,
    edits: told.map(([index, byte]) => {
      const { row, col } = tileOfIndex(index, gridCols);
      return [row, col, byte];
    }),
  });
}

async function insertBatch(trx: Queryable, batch: LabelBatch, authorId: string): Promise<boolean> {
  const nowMs = Date.now();
  const inserted = await trx
    .insertInto("label_batch")
    .values({
      id: batch.batchId,
      scene_id: batch.sceneId,
      author_id: authorId,
      act: batch.act ?? "api",
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

async function describeRepeated(
  trx: Queryable,
  batch: LabelBatch,
  authorId: string,
  grid: LabelGrid,
): Promise<LabelBatchResult> {
  const first = await trx
    .selectFrom("label_batch")
    .select(["scene_id", "author_id", "revision", "changed_count"])
    .where("id", "=", batch.batchId)
    .executeTakeFirstOrThrow();
  if (first.scene_id !== batch.sceneId || first.author_id !== authorId) {
    throw new AppError(
      "conflict",
      sentence("server.labels.batchReused", { batchId: batch.batchId }),
    );
  }
  return {
    revision: first.revision,
    changedCount: first.changed_count,
    repeated: true,
    labelledCount: grid.labelledCount,
  };
}

async function findChanges(
  trx: Queryable,
  sceneId: string,
  wanted: ReadonlyMap<number, string | null>,
): Promise<LabelChange[]> {
  const present = await readLabelsOfTiles(trx, sceneId, [...wanted.keys()]);
  const changes: LabelChange[] = [];
  for (const [tileIndex, to] of wanted) {
    const from = present.get(tileIndex) ?? null;
    if (from !== to) changes.push([tileIndex, from, to]);
  }
  return changes;
}

async function writeBatch(
  trx: Queryable,
  batch: LabelBatch,
  authorId: string,
  grid: LabelGrid,
  changes: readonly LabelChange[],
): Promise<LabelBatchResult> {
  const changedCount = changes.length;
  const revision = grid.revision + (changedCount > 0 ? 1 : 0);
  await trx
    .updateTable("label_batch")
    .set({ revision, changed_count: changedCount })
    .where("id", "=", batch.batchId)
    .execute();
  if (changedCount === 0) {
    return { revision, changedCount, repeated: false, labelledCount: grid.labelledCount };
  }
  const atMs = Date.now();
  const { batchId: id, sceneId } = batch;
  await writeLabelChanges(trx, { id, sceneId, authorId, atMs }, changes);
  const added = changes.filter(([, from]) => from === null).length;
  const removed = changes.filter(([, , to]) => to === null).length;
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
  return { revision, changedCount, repeated: false, labelledCount };
}
