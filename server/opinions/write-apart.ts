import type { Queryable } from "../db/client";
import { writeLabelChanges, writeLabelEvents } from "../db/label-statements";
import {
  closeReturns,
  keepLabelsAsAnswers,
  writeAnswers,
  writeReviews,
} from "../db/opinion-statements";
import { readFlaggedAmong } from "../db/status-statements";
import { publishStatuses } from "./publish-statuses";
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

/** Tells browsers which tiles stand elsewhere now, or show other flags, because their label came or went. */
export async function publishApart(
  trx: Queryable,
  grid: { sceneId: string; gridCols: number },
  apart: ApartChanges,
): Promise<void> {
  const tiles = new Set(apart.moved);
  const settled = apart.labels
    .flatMap((part) => part.changes)
    .filter(([, from, to]) => from === null || to === null);
  if (settled.length > 0) {
    const json = JSON.stringify(settled.map(([tile]) => tile));
    for (const tile of await readFlaggedAmong(trx, grid.sceneId, json)) tiles.add(tile);
  }
  const people = new Set(apart.closedReturns.map(([, personId]) => personId));
  await publishStatuses(trx, grid, [...tiles], people);
}
