import type { LabelBatch, LabelBatchResult } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { getDb, inTransaction } from "../db/client";
import { type LabelChange, readLabelsOfTiles } from "../db/label-statements";
import { type AskedChange, weighChange } from "../opinions/weigh-change";
import type { ApartChanges } from "../opinions/weigh-tiles";
import { checkLabelEdits } from "./check-label-edits";
import {
  dropKept,
  findConflicts,
  keepConflicts,
  readKeptConflicts,
  tilesInReview,
} from "./conflicts";
import { patchPlane } from "./plane-cache";
import { getLabelGrid, type LabelClass, type LabelGrid, listLabelClasses } from "./queries";
import { respectAreas } from "./respect-areas";
import { insertLabelBatch, type WrittenLabelBatch, writeLabelBatch } from "./write-label-batch";

/** What an act may do that is not a person's own hand. */
interface How {
  /** It is truth that settles tiles by itself, as labels from a file do. */
  settles?: boolean;
  /** Tiles that somebody labelled stay as they are, whoever came first. */
  keepsLabelled?: boolean;
}

/**
 * Applies one act of a person as a whole or not at all. The last writer of a tile wins, but covers no
 * label of somebody else that the author had not seen: conflicts.ts. The history keeps every change. Tiles that want several opinions take it as the person's answer instead, and
 * get their label when the answers settle it. Sending a batch again answers as the first time and
 * changes nothing.
 */
export async function applyLabels(
  batch: LabelBatch,
  author: { id: string },
  how: How = {},
): Promise<LabelBatchResult> {
  await getLabelGrid(getDb(), batch.sceneId);
  let written: WrittenLabelBatch | null = null;
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
    await respectAreas(trx, author.id, grid, wanted.keys(), Date.now());
    const conflicts = await findConflicts(trx, { ...batch, authorId: author.id }, grid, wanted);
    dropKept(wanted, conflicts, grid);
    await keepConflicts(trx, batch.batchId, conflicts);
    const { settles = false, keepsLabelled = false } = how;
    const asked: AskedChange = {
      ...{ ...grid, authorId: author.id, settles, keepsLabelled },
      unseen: tilesInReview(conflicts, grid),
    };
    const { direct, apart, governed } = await weighChange(trx, asked, wanted);
    const changes = await findChanges(trx, batch.sceneId, direct, how);
    written = await writeLabelBatch(trx, inserted, grid, classes, changes, apart);
    const { patch: _, ...outcome } = written;
    const corrected = [
      ...findTakenOver(batch, direct, grid, classes),
      ...(apart ? findCorrected(apart, governed, author.id, grid, classes) : []),
    ];
    return {
      ...{ ...outcome, repeated: false },
      ...(corrected.length > 0 && { corrected }),
      ...(conflicts.length > 0 && { conflicts }),
    };
  });
  keepInPlane(batch.sceneId, written);
  return result;
}

/** Carries what a committed batch changed into the kept plane. */
function keepInPlane(sceneId: string, written: WrittenLabelBatch | null): void {
  if (written && written.changedCount > 0) patchPlane(sceneId, written.revision, written.patch);
}

/** Tiles that were given a class which has been merged: they have the one that took over. */
function findTakenOver(
  { edits }: LabelBatch,
  direct: ReadonlyMap<number, string | null>,
  { gridCols }: LabelGrid,
  classes: ReadonlyMap<string, LabelClass>,
): [row: number, col: number, byte: number][] {
  const taken = new Map<number, [row: number, col: number, byte: number]>();
  for (const { row, col, classId } of edits) {
    if (classId === null || classes.get(classId)?.mergedIntoId === undefined) continue;
    const tile = tileIndex({ row, col }, gridCols);
    const given = direct.get(tile);
    if (given) taken.set(tile, [row, col, classes.get(given)?.byte ?? 0]);
  }
  return [...taken.values()];
}

/** Tiles that do not show their author what was asked: others' answers have settled them. */
function findCorrected(
  apart: ApartChanges,
  governed: ReadonlyMap<number, string | null>,
  authorId: string,
  { gridCols }: LabelGrid,
  classes: ReadonlyMap<string, LabelClass>,
): [row: number, col: number, byte: number][] {
  return (apart.shown.get(authorId) ?? [])
    .filter(([tile, classId]) => governed.get(tile) !== classId)
    .map(([tile, classId]) => {
      const { row, col } = tileOfIndex(tile, gridCols);
      return [row, col, classId === null ? 0 : (classes.get(classId)?.byte ?? 0)];
    });
}

async function describeRepeated(
  trx: Queryable,
  batch: LabelBatch,
  authorId: string,
  grid: LabelGrid,
): Promise<LabelBatchResult> {
  const first = await trx
    .selectFrom("label_batch")
    .select(["scene_id", "author_id", "revision", "changed_count", "conflicts_json"])
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
    ...readKeptConflicts(first.conflicts_json),
  };
}

async function findChanges(
  trx: Queryable,
  sceneId: string,
  wanted: ReadonlyMap<number, string | null>,
  { keepsLabelled = false }: How,
): Promise<LabelChange[]> {
  if (wanted.size === 0) return [];
  const present = await readLabelsOfTiles(trx, sceneId, [...wanted.keys()]);
  const changes: LabelChange[] = [];
  for (const [tileIndex, to] of wanted) {
    const from = present.get(tileIndex) ?? null;
    if (from !== to && !(keepsLabelled && from !== null)) changes.push([tileIndex, from, to]);
  }
  return changes;
}
