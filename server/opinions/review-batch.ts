import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { patchPlane } from "../labels/plane-cache";
import { getLabelGrid, type LabelGrid, listLabelClasses } from "../labels/queries";
import {
  insertLabelBatch,
  type WrittenLabelBatch,
  writeLabelBatch,
} from "../labels/write-label-batch";
import { removeFlags } from "./flag-tiles";
import { publishStatuses } from "./publish-statuses";
import { getOpinionSetting } from "./queries";
import { type AskedOfTiles, weighTiles } from "./weigh-tiles";

export interface ReviewResult {
  changedCount: number;
  skippedCount: number;
  repeated: boolean;
  revision: number;
}

export interface ReviewAct {
  batchId: string;
  sceneId: string;
  act: "decide" | "accept" | "return" | "setting";
}

/** What is asked of tiles, and how many nothing can be asked of. */
export interface PlannedReview {
  asked: AskedOfTiles;
  skippedCount: number;
  /** Tiles whose flags are done with. */
  unflagged?: readonly number[];
}

/**
 * Does what a reviewer asks of tiles: as a whole or not at all, and once, however often it is sent.
 *
 * @param plan Says what is asked, inside the transaction.
 * @throws AppError `not_found`; `conflict` for an id that was used for something else.
 */
export async function reviewBatch(
  { batchId, sceneId, act }: ReviewAct,
  me: { id: string },
  plan: (trx: Queryable, grid: LabelGrid) => Promise<PlannedReview>,
): Promise<ReviewResult> {
  await getLabelGrid(getDb(), sceneId);
  let written: WrittenLabelBatch | null = null;
  const result = await inTransaction(async (trx) => {
    const batch = { id: batchId, sceneId, authorId: me.id, act, actId: batchId };
    // The first statement writes, so that the transaction waits for other writers here, at once.
    const isNew = await insertLabelBatch(trx, batch);
    const grid = await getLabelGrid(trx, sceneId);
    if (!isNew) return describeRepeated(trx, batch);
    const classes = await listLabelClasses(trx, grid.projectId);
    const { asked, skippedCount, unflagged = [] } = await plan(trx, grid);
    const setting = await getOpinionSetting(trx, grid.projectId);
    const apart = await weighTiles(trx, { ...grid, authorId: me.id }, setting, asked);
    const people = await removeFlags(trx, sceneId, unflagged, null);
    written = await writeLabelBatch(trx, batch, grid, classes, [], apart);
    if (people.length > 0) await publishStatuses(trx, grid, unflagged, people);
    const { changedCount, revision } = written;
    return { changedCount, skippedCount, repeated: false, revision };
  });
  keepInPlane(sceneId, written);
  return result;
}

function keepInPlane(sceneId: string, written: WrittenLabelBatch | null): void {
  if (written && written.changedCount > 0) patchPlane(sceneId, written.revision, written.patch);
}

async function describeRepeated(
  trx: Queryable,
  batch: { id: string; sceneId: string; authorId: string },
): Promise<ReviewResult> {
  const first = await trx
    .selectFrom("label_batch")
    .select(["scene_id", "author_id", "revision", "changed_count"])
    .where("id", "=", batch.id)
    .executeTakeFirstOrThrow();
  if (first.scene_id !== batch.sceneId || first.author_id !== batch.authorId) {
    throw new AppError("conflict", sentence("server.labels.batchReused", { batchId: batch.id }));
  }
  return {
    changedCount: first.changed_count,
    skippedCount: 0,
    repeated: true,
    revision: first.revision,
  };
}

/** For acts that the server begins itself. */
export function newReviewAct(sceneId: string, act: ReviewAct["act"]): ReviewAct {
  return { batchId: randomUUID(), sceneId, act };
}
