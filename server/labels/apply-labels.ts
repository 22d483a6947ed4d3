import type { z } from "zod";
import type { LabelBatch, labelBatchResultSchema } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { getDb, inTransaction } from "../db/client";
import { type LabelChange, readLabelsOfTiles } from "../db/label-statements";
import { checkLabelEdits } from "./check-label-edits";
import { patchPlane } from "./plane-cache";
import { getLabelGrid, type LabelGrid, listLabelClasses } from "./queries";
import { insertLabelBatch, type WrittenLabelBatch, writeLabelBatch } from "./write-label-batch";

export type LabelBatchResult = z.infer<typeof labelBatchResultSchema>;

/**
 * Applies one act of a person as a whole or not at all. The last writer of a tile wins; the history
 * keeps every change. Sending a batch again answers as the first time and changes nothing.
 */
export async function applyLabels(
  batch: LabelBatch,
  author: { id: string },
): Promise<LabelBatchResult> {
  await getLabelGrid(getDb(), batch.sceneId);
  let patch: WrittenLabelBatch["patch"] = [];
  const result = await inTransaction(async (trx) => {
    const inserted = {
      id: batch.batchId,
      sceneId: batch.sceneId,
      authorId: author.id,
      act: batch.act ?? "api",
      actId: batch.actId ?? batch.batchId,
      madeAtMs: batch.madeAtMs,
    };
    // The first statement writes, so that the transaction waits for other writers here, at once.
    const isNew = await insertLabelBatch(trx, inserted);
    const grid = await getLabelGrid(trx, batch.sceneId);
    if (!isNew) return describeRepeated(trx, batch, author.id, grid);
    const classes = await listLabelClasses(trx, grid.projectId);
    const wanted = checkLabelEdits(batch.edits, grid, classes);
    const changes = await findChanges(trx, batch.sceneId, wanted);
    const { patch: written, ...outcome } = await writeLabelBatch(
      trx,
      inserted,
      grid,
      classes,
      changes,
    );
    patch = written;
    return { ...outcome, repeated: false };
  });
  if (patch.length > 0) patchPlane(batch.sceneId, result.revision, patch);
  return result;
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
