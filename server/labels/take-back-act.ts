import { randomUUID } from "node:crypto";
import { type ActTile, readActAnswers, readActTiles } from "../db/act-statements";
import { getDb, inTransaction } from "../db/client";
import type { LabelChange } from "../db/label-statements";
import { sortActAnswers } from "../opinions/sort-act-answers";
import { weighChange } from "../opinions/weigh-change";
import { letOthersWrite } from "./let-others-write";
import { patchPlane } from "./plane-cache";
import { getLabelGrid, type LabelClass, listLabelClasses } from "./queries";
import { insertLabelBatch, type NewLabelBatch, writeLabelBatch } from "./write-label-batch";

/** One transaction's part of an act. */
export interface ActBatch {
  id: string;
  sceneId: string;
  authorId: string;
  act: string;
  firstEventId: number;
  lastEventId: number;
}

/**
 * Gives the tiles of an act the labels that they had before, whoever asks. Doing it again finds
 * nothing left to do. One batch of the act is one transaction: others can label while a million tiles
 * go back.
 *
 * @param batches Of the act, as `listActBatches` lists them.
 * @returns The id of the act that took it back, and the tiles that stay because they were labelled
 *   anew.
 */
export async function takeBackAct(
  { sceneId, actId, authorId }: { sceneId: string; actId: string; authorId: string },
  batches: readonly ActBatch[],
): Promise<{ actId: string; revertedCount: number; kept: ActTile[] }> {
  const act = {
    sceneId,
    authorId,
    act: "revert",
    actId: randomUUID(),
    revertsActId: actId,
  };
  const kept: ActTile[] = [];
  let revertedCount = 0;
  for (const [number, batch] of batches.entries()) {
    if (number > 0) await letOthersWrite();
    const done = await revertBatch(batch, act);
    revertedCount += done.revertedCount;
    kept.push(...done.kept);
  }
  return { actId: act.actId, revertedCount, kept };
}

/** The batches of an act, the latest first, as they are taken back. */
export async function listActBatches(sceneId: string, actId: string): Promise<ActBatch[]> {
  const rows = await getDb()
    .selectFrom("label_batch")
    .select(["id", "author_id", "act", "first_event_id", "last_event_id"])
    .where("act_id", "=", actId)
    .where("scene_id", "=", sceneId)
    .where("first_event_id", "is not", null)
    .orderBy("first_event_id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sceneId,
    authorId: row.author_id,
    act: row.act,
    firstEventId: row.first_event_id ?? 0,
    lastEventId: row.last_event_id ?? 0,
  }));
}

async function revertBatch(
  batch: ActBatch,
  act: Omit<NewLabelBatch, "id">,
): Promise<{ revertedCount: number; kept: ActTile[] }> {
  const done = await inTransaction(async (trx) => {
    const reverting = { ...act, id: randomUUID() };
    // The first statement writes, so that the transaction waits for other writers here, at once.
    await insertLabelBatch(trx, reverting);
    const grid = await getLabelGrid(trx, batch.sceneId);
    const classes = await listLabelClasses(trx, grid.projectId);
    const plain = sortTiles(await readActTiles(trx, batch), batch.authorId, classes);
    const answers = sortActAnswers(await readActAnswers(trx, batch), (id) => classes.has(id));
    const kept = [...plain.kept, ...answers.kept];
    const asked = { ...grid, authorId: act.authorId, answererId: batch.authorId, settles: false };
    const wanted = new Map(plain.changes.map(([tile, , to]) => [tile, to]));
    // Answers go with their classes by themselves; the label is not an answer of who merged.
    const isOfClasses = batch.act === "merge" || batch.act === "split";
    const { direct, apart } = isOfClasses
      ? { direct: wanted, apart: null }
      : await weighChange(trx, asked, wanted, answers.asked);
    const changes = plain.changes.filter(([tile]) => direct.has(tile));
    const written = await writeLabelBatch(trx, reverting, grid, classes, changes, apart);
    if (written.changedCount > 0) return { written, kept };
    await trx.deleteFrom("label_batch").where("id", "=", reverting.id).execute();
    return { written: null, kept };
  });
  if (done.written) patchPlane(batch.sceneId, done.written.revision, done.written.patch);
  return { revertedCount: done.written?.changedCount ?? 0, kept: done.kept };
}

/** Which tiles go back, and which stay because they were labelled anew. */
function sortTiles(
  tiles: readonly ActTile[],
  authorId: string,
  classes: ReadonlyMap<string, LabelClass>,
): { changes: LabelChange[]; kept: ActTile[] } {
  const changes: LabelChange[] = [];
  const kept: ActTile[] = [];
  for (const tile of tiles) {
    const { tileIndex, fromClassId, toClassId, nowClassId } = tile;
    if (nowClassId === fromClassId) continue;
    // The author's own undo and redo leave a tile as the act did; anybody else's choice is theirs.
    const isAsLeft = nowClassId === toClassId && tile.lastAuthorId === authorId;
    const canGoBack = fromClassId === null || classes.has(fromClassId);
    if (isAsLeft && canGoBack) changes.push([tileIndex, nowClassId, fromClassId]);
    else kept.push(tile);
  }
  return { changes, kept };
}
