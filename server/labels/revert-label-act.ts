import { randomUUID } from "node:crypto";
import type { Me } from "@/lib/contracts/auth";
import { maxKeptTilesNamed, type RevertResult } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileOfIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import { type ActTile, readActAnswers, readActTiles } from "../db/act-statements";
import { getDb, inTransaction, type Queryable } from "../db/client";
import type { LabelChange } from "../db/label-statements";
import { sortActAnswers } from "../opinions/sort-act-answers";
import { weighChange } from "../opinions/weigh-change";
import { patchPlane } from "./plane-cache";
import { getLabelGrid, type LabelClass, listLabelClasses } from "./queries";
import { insertLabelBatch, type NewLabelBatch, writeLabelBatch } from "./write-label-batch";

interface ActBatch {
  id: string;
  sceneId: string;
  authorId: string;
  firstEventId: number;
  lastEventId: number;
}

/**
 * Gives the tiles of an act the labels that they had before, for its author or an administrator. A
 * tile that was labelled anew since stays as it is and is counted. Doing it again finds nothing left
 * to do. One batch of the act is one transaction: others can label while a million tiles go back.
 *
 * @throws AppError `not_found`, `forbidden`.
 */
export async function revertLabelAct(
  { sceneId, actId }: { sceneId: string; actId: string },
  me: Me,
): Promise<RevertResult> {
  const batches = await listActBatches(getDb(), sceneId, actId);
  if (batches.length === 0) throw new AppError("not_found", sentence("server.labels.actMissing"));
  const isOwn = batches.every((batch) => batch.authorId === me.id);
  if (!isOwn && me.role !== "administrator") {
    throw new AppError("forbidden", sentence("server.labels.actOfOthers"));
  }
  const act = {
    sceneId,
    authorId: me.id,
    act: "revert",
    actId: randomUUID(),
    revertsActId: actId,
  };
  const kept: ActTile[] = [];
  let revertedCount = 0;
  for (const batch of batches) {
    const done = await revertBatch(batch, act);
    revertedCount += done.revertedCount;
    kept.push(...done.kept);
  }
  const { revision, labelledCount, gridCols } = await getLabelGrid(getDb(), sceneId);
  return {
    actId: revertedCount > 0 ? act.actId : null,
    revertedCount,
    keptCount: kept.length,
    kept: kept.slice(0, maxKeptTilesNamed).map((tile) => ({
      ...tileOfIndex(tile.tileIndex, gridCols),
      classId: tile.nowClassId,
      author: { id: tile.lastAuthorId, name: tile.lastAuthorName ?? tile.lastAuthorId },
    })),
    revision,
    labelledCount,
  };
}

/** The latest first, as they are taken back. */
async function listActBatches(db: Queryable, sceneId: string, actId: string): Promise<ActBatch[]> {
  const rows = await db
    .selectFrom("label_batch")
    .select(["id", "author_id", "first_event_id", "last_event_id"])
    .where("act_id", "=", actId)
    .where("scene_id", "=", sceneId)
    .where("first_event_id", "is not", null)
    .orderBy("first_event_id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sceneId,
    authorId: row.author_id,
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
    const { direct, apart } = await weighChange(trx, asked, wanted, answers.asked);
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
