import type { Me } from "@/lib/contracts/auth";
import { maxKeptTilesNamed, type RevertResult } from "@/lib/contracts/labels";
import { AppError } from "@/lib/errors";
import { tileOfIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import { requireMayRevert } from "../auth/permissions";
import { getDb } from "../db/client";
import { getLabelGrid } from "./queries";
import { listActBatches, takeBackAct } from "./take-back-act";

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
  const batches = await listActBatches(sceneId, actId);
  if (batches.length === 0) throw new AppError("not_found", sentence("server.labels.actMissing"));
  requireMayRevert(me, ...batches.map((batch) => batch.authorId));
  const { kept, revertedCount, ...taken } = await takeBackAct(
    { sceneId, actId, authorId: me.id },
    batches,
  );
  const { revision, labelledCount, gridCols } = await getLabelGrid(getDb(), sceneId);
  return {
    actId: revertedCount > 0 ? taken.actId : null,
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
