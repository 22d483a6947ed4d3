import type { z } from "zod";
import type { returnTilesInputSchema } from "@/lib/contracts/opinions";
import type { Queryable } from "../db/client";
import { readAnswers, readTileLabels } from "../db/opinion-statements";
import { writeReturns } from "../db/return-statements";
import { checkTiles } from "./check-tiles";
import { type ReviewResult, reviewBatch } from "./review-batch";

/**
 * Returns tiles with a comment to who answered them, to be looked at again. Until they have, a tile
 * has no label; what was answered stays. Tiles that nobody answered are left and counted.
 *
 * @throws AppError as `reviewBatch`.
 */
export function returnTiles(
  input: z.output<typeof returnTilesInputSchema>,
  me: { id: string },
): Promise<ReviewResult> {
  return reviewBatch({ ...input, act: "return" }, me, async (trx, grid) => {
    const tiles = checkTiles(input.tiles, grid);
    const returns = await findAnswerers(trx, input.sceneId, tiles, input.personIds);
    await writeReturns(trx, {
      sceneId: input.sceneId,
      returns: [...returns].flatMap(([tile, people]) =>
        people.map((personId) => [tile, personId] as const),
      ),
      comment: input.comment,
      returnedBy: me.id,
      atMs: Date.now(),
    });
    return {
      asked: { returns },
      skippedCount: tiles.length - returns.size,
      unflagged: [...returns.keys()],
    };
  });
}

/** People with an account who answered, or gave the label; of them only those asked for. */
async function findAnswerers(
  trx: Queryable,
  sceneId: string,
  tiles: readonly number[],
  personIds: readonly string[] | undefined,
): Promise<Map<number, string[]>> {
  const json = JSON.stringify(tiles);
  const answers = await readAnswers(trx, sceneId, json);
  const labels = await readTileLabels(trx, sceneId, json);
  const everybody = new Set(
    (await trx.selectFrom("user").select("id").execute()).map((row) => row.id),
  );
  const returns = new Map<number, string[]>();
  for (const tile of tiles) {
    const label = labels.get(tile);
    const people = [...(answers.get(tile)?.keys() ?? (label ? [label.authorId] : []))].filter(
      (personId) => everybody.has(personId) && (personIds?.includes(personId) ?? true),
    );
    if (people.length > 0) returns.set(tile, people);
  }
  return returns;
}
