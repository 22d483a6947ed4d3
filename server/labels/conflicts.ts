import { z } from "zod";
import { type LabelBatch, type LabelConflict, labelConflictSchema } from "@/lib/contracts/labels";
import { tileIndex, tileOfIndex } from "@/lib/geo/grid";
import type { Queryable } from "../db/client";
import { readUnseenLabels } from "../db/label-statements";
import type { LabelGrid } from "./queries";

/**
 * Tiles that others have labelled otherwise since the author last looked. A label that nobody saw is
 * not covered: another class becomes a second answer, and the tile is in review; what would only
 * clear it or undo something leaves it as it is.
 *
 * One query, and none at all while nobody else has labelled.
 *
 * @param wanted Class id, or null to clear, by tile index.
 */
export async function findConflicts(
  trx: Queryable,
  batch: Pick<LabelBatch, "seenRevision" | "act"> & { authorId: string },
  grid: LabelGrid,
  wanted: ReadonlyMap<number, string | null>,
): Promise<LabelConflict[]> {
  const { seenRevision: revision, act, authorId } = batch;
  if (revision === undefined || revision >= grid.revision) return [];
  const { sceneId, gridCols } = grid;
  const unseen = await readUnseenLabels(trx, { sceneId, authorId, revision }, [...wanted.keys()]);
  const isNewAnswer = act !== "undo" && act !== "redo";
  const conflicts = new Map<string, LabelConflict>();
  for (const label of unseen) {
    const wantedClassId = wanted.get(label.tileIndex) ?? null;
    if (wantedClassId === label.classId) continue;
    const key = `${label.authorId} ${label.classId} ${wantedClassId}`;
    const conflict = conflicts.get(key) ?? {
      labelledBy: { id: label.authorId, name: label.authorName ?? label.authorId },
      classId: label.classId,
      wantedClassId,
      atMs: 0,
      inReview: isNewAnswer && wantedClassId !== null,
      tiles: [],
    };
    const { row, col } = tileOfIndex(label.tileIndex, gridCols);
    conflict.tiles.push([row, col]);
    conflict.atMs = Math.max(conflict.atMs, label.atMs);
    conflicts.set(key, conflict);
  }
  return [...conflicts.values()];
}

/** Takes the tiles out of what is wanted that stay as they are. */
export function dropKept(
  wanted: Map<number, string | null>,
  conflicts: readonly LabelConflict[],
  grid: LabelGrid,
): void {
  for (const { inReview, tiles } of conflicts) {
    if (inReview) continue;
    for (const [row, col] of tiles) wanted.delete(tileIndex({ row, col }, grid.gridCols));
  }
}

/** The tiles whose two answers are kept. */
export function tilesInReview(
  conflicts: readonly LabelConflict[],
  { gridCols }: LabelGrid,
): Set<number> {
  return new Set(
    conflicts.flatMap(({ inReview, tiles }) =>
      inReview ? tiles.map(([row, col]) => tileIndex({ row, col }, gridCols)) : [],
    ),
  );
}

/** Remembers them with the batch: an answer that was lost on its way is given again. */
export async function keepConflicts(
  trx: Queryable,
  batchId: string,
  conflicts: readonly LabelConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await trx
    .updateTable("label_batch")
    .set({ conflicts_json: JSON.stringify(conflicts) })
    .where("id", "=", batchId)
    .execute();
}

export function readKeptConflicts(json: string | null): { conflicts?: LabelConflict[] } {
  return json === null ? {} : { conflicts: z.array(labelConflictSchema).parse(JSON.parse(json)) };
}
