import type { Queryable } from "../db/client";
import { readAnswers, readTileLabels } from "../db/opinion-statements";
import { getOpinionSetting } from "./queries";
import { splitGoverned } from "./split-governed";
import { type ApartChanges, type AskedOfTiles, weighTiles } from "./weigh-tiles";

/** Who changes labels of which scene, and how. */
export interface AskedChange {
  sceneId: string;
  projectId: string;
  gridCols: number;
  authorId: string;
  /** Whose answers they are; the author's where nothing is said. */
  answererId?: string;
  /** Truth that settles a tile by itself, as a reviewer's decision does. */
  settles: boolean;
  /** Tiles that have a label or an answer stay as they are. */
  keepsLabelled?: boolean;
  /** Tiles whose present label, by somebody else, the author had not seen: both are kept. */
  unseen?: ReadonlySet<number>;
}

export interface WeighedChange {
  /** Tiles to be labelled at once. */
  direct: ReadonlyMap<number, string | null>;
  /** Tiles governed by answers, as asked. */
  governed: ReadonlyMap<number, string | null>;
  /** What becomes of these; null: there are none. */
  apart: ApartChanges | null;
}

/**
 * What wanted labels mean: on most tiles a label, on those that want several opinions, or have some,
 * an answer. A tile in `unseen` becomes one of the latter: its label stays as the answer of who gave
 * it, the new one is laid beside it, and the tile is in review when they differ.
 *
 * @param wanted Class id, or null to clear, by tile index.
 * @param also What is asked of other governed tiles in the same go.
 */
export async function weighChange(
  trx: Queryable,
  asked: AskedChange,
  wanted: Map<number, string | null>,
  also: AskedOfTiles = {},
): Promise<WeighedChange> {
  const setting = await getOpinionSetting(trx, asked.projectId);
  const unseen = asked.unseen ?? new Set<number>();
  const { direct, governed, acceptedBefore } = await splitGoverned(
    trx,
    asked,
    setting,
    wanted,
    unseen,
  );
  if (asked.keepsLabelled) await leaveOutLabelled(trx, asked.sceneId, governed);
  const isAsked = Object.values(also).some((part) => part && part.size > 0);
  if (governed.size === 0 && acceptedBefore.length === 0 && !isAsked) {
    return { direct, governed, apart: null };
  }
  const answers = new Map(also.answers);
  const decisions = new Map(also.decisions);
  const answererId = asked.answererId ?? asked.authorId;
  for (const [tile, classId] of governed) {
    if (asked.settles && classId !== null) decisions.set(tile, classId);
    else answers.set(tile, new Map(answers.get(tile)).set(answererId, classId));
  }
  const apart = await weighTiles(trx, asked, setting, { ...also, answers, decisions });
  const labels = await readTileLabels(trx, asked.sceneId, JSON.stringify(acceptedBefore));
  for (const tile of acceptedBefore) {
    // Labelled anew, it is no longer what was accepted.
    const present = labels.get(tile)?.classId ?? null;
    if (direct.get(tile) === present) continue;
    apart.reviews.push([tile, null]);
    apart.moved.add(tile);
  }
  return { direct, governed, apart };
}

async function leaveOutLabelled(
  trx: Queryable,
  sceneId: string,
  governed: Map<number, string | null>,
): Promise<void> {
  const json = JSON.stringify([...governed.keys()]);
  for (const found of [
    await readTileLabels(trx, sceneId, json),
    await readAnswers(trx, sceneId, json),
  ]) {
    for (const tile of found.keys()) governed.delete(tile);
  }
}
