import type { Queryable } from "../db/client";
import { writeLabelChanges, writeLabelEvents } from "../db/label-statements";
import {
  closeReturns,
  keepLabelsAsAnswers,
  writeAnswers,
  writeReviews,
} from "../db/opinion-statements";
import type { ApartChanges } from "./weigh-tiles";

/** Writes what `weighTiles` worked out, with its history. The batch's row must exist. */
export async function writeApart(
  trx: Queryable,
  batch: { id: string; sceneId: string; authorId: string; atMs: number; revision: number },
  apart: ApartChanges,
): Promise<void> {
  const { sceneId, atMs } = batch;
  await keepLabelsAsAnswers(trx, sceneId, apart.keptLabels);
  await writeAnswers(trx, batch, apart.answers);
  for (const { kind, authorId, changes } of apart.labels) {
    await writeLabelChanges(trx, { ...batch, authorId }, changes, kind);
  }
  for (const { kind, changes } of apart.unchanged) {
    await writeLabelEvents(trx, batch, changes, kind);
  }
  await writeReviews(trx, sceneId, apart.reviews, atMs);
  await closeReturns(trx, sceneId, apart.closedReturns, atMs);
}
