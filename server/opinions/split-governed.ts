import type { OpinionSetting } from "@/lib/contracts/opinions";
import { tileOfIndex } from "@/lib/geo/grid";
import { opinionsWanted } from "@/lib/opinions-wanted";
import type { Queryable } from "../db/client";
import { readAnswers, readReviews } from "../db/opinion-statements";
import { hasReviewedTiles } from "./queries";

export interface SplitTiles {
  /** Labelled at once: the last writer wins. */
  direct: Map<number, string | null>;
  /** Governed by answers: `weighTiles` says what becomes of them. */
  governed: Map<number, string | null>;
  /** Direct tiles that a reviewer had accepted. */
  acceptedBefore: number[];
}

/**
 * Tells tiles whose label is written at once from those that are governed by answers: they want more
 * than one, or have some, or their author had not seen the label that is there.
 *
 * A scene of a project that asks once, where nobody ever answered or reviewed, costs one look.
 */
export async function splitGoverned(
  trx: Queryable,
  { sceneId, gridCols }: { sceneId: string; gridCols: number },
  setting: OpinionSetting,
  wanted: Map<number, string | null>,
  unseen: ReadonlySet<number>,
): Promise<SplitTiles> {
  const hasReviewed = await hasReviewedTiles(trx, sceneId);
  if (setting.opinions === 1 && unseen.size === 0 && !hasReviewed) {
    return { direct: wanted, governed: new Map(), acceptedBefore: [] };
  }
  const json = JSON.stringify([...wanted.keys()]);
  const answers = hasReviewed ? await readAnswers(trx, sceneId, json) : null;
  const reviews = hasReviewed ? await readReviews(trx, sceneId, json) : null;
  const split: SplitTiles = { direct: new Map(), governed: new Map(), acceptedBefore: [] };
  for (const [tile, classId] of wanted) {
    const { row, col } = tileOfIndex(tile, gridCols);
    const isGoverned =
      unseen.has(tile) || opinionsWanted(setting, row, col) > 1 || answers?.has(tile);
    if (isGoverned) {
      split.governed.set(tile, classId);
    } else {
      split.direct.set(tile, classId);
      if (reviews?.has(tile)) split.acceptedBefore.push(tile);
    }
  }
  return split;
}
