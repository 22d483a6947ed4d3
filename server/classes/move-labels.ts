import { randomUUID } from "node:crypto";
import { moveAnswers } from "../db/class-change-statements";
import { inTransaction, type Queryable } from "../db/client";
import type { LabelChange } from "../db/label-statements";
import { patchPlane } from "../labels/plane-cache";
import { getLabelGrid, listLabelClasses } from "../labels/queries";
import {
  insertLabelBatch,
  type WrittenLabelBatch,
  writeLabelBatch,
} from "../labels/write-label-batch";

interface Move {
  sceneId: string;
  actId: string;
  act: "merge" | "split";
  authorId: string;
  intoClassId: string;
}

/**
 * Gives tiles a class in one batch with a transaction of its own: others can label meanwhile.
 *
 * @param findTiles Tiles and what they are now, read in that transaction.
 * @returns Tiles that changed.
 */
export async function moveLabels(
  { sceneId, intoClassId, ...act }: Move,
  findTiles: (
    trx: Queryable,
  ) => Promise<Iterable<readonly [tileIndex: number, from: string | null]>>,
): Promise<number> {
  const written = await inTransaction(async (trx): Promise<WrittenLabelBatch | null> => {
    const batch = { ...act, id: randomUUID(), sceneId };
    // The first statement writes, so that the transaction waits for other writers here, at once.
    await insertLabelBatch(trx, batch);
    const grid = await getLabelGrid(trx, sceneId);
    const changes: LabelChange[] = [];
    for (const [tile, from] of await findTiles(trx)) {
      if (from !== intoClassId) changes.push([tile, from, intoClassId]);
    }
    if (changes.length === 0) {
      await trx.deleteFrom("label_batch").where("id", "=", batch.id).execute();
      return null;
    }
    if (act.act === "split") await moveAnswersOf(trx, { ...act, sceneId, intoClassId }, changes);
    const classes = await listLabelClasses(trx, grid.projectId);
    return writeLabelBatch(trx, batch, grid, classes, changes);
  });
  if (written) patchPlane(sceneId, written.revision, written.patch);
  return written?.changedCount ?? 0;
}

/** The answers that led to a label go with it, so that the next answer does not bring it back. */
async function moveAnswersOf(
  trx: Queryable,
  { actId, sceneId, intoClassId }: Move,
  changes: readonly LabelChange[],
): Promise<void> {
  const tilesOf = new Map<string, number[]>();
  for (const [tile, from] of changes) {
    if (from === null) continue;
    const others = tilesOf.get(from);
    if (others) others.push(tile);
    else tilesOf.set(from, [tile]);
  }
  for (const [fromClassId, indexes] of tilesOf) {
    await moveAnswers(trx, { actId, fromClassId, intoClassId }, { sceneId, indexes });
  }
}
