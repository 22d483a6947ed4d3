import { tileOfIndex } from "@/lib/geo/grid";
import type { Queryable } from "../db/client";
import { readStandings } from "../db/status-statements";
import { privateTopic, reviewTopic } from "../live/private-topic";
import { publishEvent } from "../live/publish-event";
import { reviewingRoles } from "./may-see-answers";
import { type Onlooker, statusByte } from "./status-bytes";

/** Above this many browsers are told to read the plane again. */
const maxPublishedTiles = 5_000;

/**
 * Tells browsers where tiles stand now: everybody, then reviewers, then those who see it their own
 * way because the tile was returned to them or flagged by them. The last word counts.
 *
 * @param people Who sees them in their own way no longer.
 */
export async function publishStatuses(
  trx: Queryable,
  { sceneId, gridCols }: { sceneId: string; gridCols: number },
  tiles: readonly number[],
  people: Iterable<string> = [],
): Promise<void> {
  if (tiles.length === 0) return;
  const isMany = tiles.length > maxPublishedTiles;
  const standings = isMany ? [] : await readStandings(trx, sceneId, JSON.stringify(tiles));
  const publish = (topic: string, onlooker: Onlooker) =>
    publishEvent(trx, topic, {
      type: "statuses.changed",
      sceneId,
      edits: standings.map((standing) => {
        const { row, col } = tileOfIndex(standing.tileIndex, gridCols);
        return [row, col, statusByte(standing, onlooker)];
      }),
    });
  await publish(`scene:${sceneId}`, { personId: null, seesAll: false });
  if (isMany) return;
  await publish(reviewTopic(sceneId), { personId: null, seesAll: true });
  const own = new Set(people);
  for (const { flaggedBy, returnedTo } of standings) {
    for (const personId of [...flaggedBy, ...returnedTo]) own.add(personId);
  }
  const reviewers = await listReviewers(trx, [...own]);
  for (const personId of own) {
    await publish(privateTopic(sceneId, personId), {
      personId,
      seesAll: reviewers.has(personId),
    });
  }
}

async function listReviewers(trx: Queryable, personIds: string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom("user")
    .select("id")
    .where("id", "in", personIds)
    .where("role", "in", reviewingRoles())
    .execute();
  return new Set(rows.map((row) => row.id));
}
