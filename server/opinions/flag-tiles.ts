import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import type { flagTilesInputSchema } from "@/lib/contracts/opinions";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { checkTiles } from "./check-tiles";
import { maySeeAnswers } from "./may-see-answers";
import { publishStatuses } from "./publish-statuses";

/**
 * Flags tiles for a reviewer, each person for themselves, or takes flags off: one's own, or all of
 * them by who may review. Doing it again changes nothing but the comment.
 *
 * @throws AppError `not_found`, `invalid_input` for tiles that are not there.
 */
export async function flagTiles(
  input: z.output<typeof flagTilesInputSchema>,
  me: Pick<Me, "id" | "permissions">,
): Promise<void> {
  const grid = await getLabelGrid(getDb(), input.sceneId);
  const tiles = checkTiles(input.tiles, grid);
  await inTransaction(async (trx) => {
    const people = input.flagged
      ? []
      : await removeFlags(trx, input.sceneId, tiles, maySeeAnswers(me) ? null : me.id);
    if (input.flagged) await insertFlags(trx, input.sceneId, tiles, me.id, input.comment);
    await publishStatuses(trx, grid, tiles, people);
  });
}

async function insertFlags(
  trx: Queryable,
  sceneId: string,
  tiles: readonly number[],
  personId: string,
  comment: string,
): Promise<void> {
  const atMs = Date.now();
  // Five values a row, and SQLite takes 32,766 of them.
  for (let start = 0; start < tiles.length; start += 5_000) {
    await trx
      .insertInto("tile_flag")
      .values(
        tiles.slice(start, start + 5_000).map((tile) => ({
          scene_id: sceneId,
          tile_index: tile,
          author_id: personId,
          comment,
          at_ms: atMs,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["scene_id", "tile_index", "author_id"])
          .doUpdateSet({ comment, at_ms: atMs }),
      )
      .execute();
  }
}

/** @returns Whose flags they were. */
export async function removeFlags(
  trx: Queryable,
  sceneId: string,
  tiles: readonly number[],
  personId: string | null,
): Promise<string[]> {
  if (tiles.length === 0) return [];
  const rows = await trx
    .deleteFrom("tile_flag")
    .where("scene_id", "=", sceneId)
    .where("tile_index", "in", tiles)
    .$if(personId !== null, (query) => query.where("author_id", "=", personId ?? ""))
    .returning("author_id")
    .execute();
  return [...new Set(rows.map((row) => row.author_id))];
}
