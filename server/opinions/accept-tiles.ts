import type { z } from "zod";
import type { acceptTilesInputSchema } from "@/lib/contracts/opinions";
import { readAnswers, readTileLabels } from "../db/opinion-statements";
import { checkTiles } from "./check-tiles";
import { type ReviewResult, reviewBatch } from "./review-batch";
import { findAgreed } from "./settle-tile";

/**
 * Accepts tiles as they are: with their label, or where there is none with the class that more than
 * half of the answers name. Tiles with neither are left and counted.
 *
 * @throws AppError as `reviewBatch`.
 */
export function acceptTiles(
  input: z.output<typeof acceptTilesInputSchema>,
  me: { id: string },
): Promise<ReviewResult> {
  return reviewBatch({ ...input, act: "accept" }, me, async (trx, grid) => {
    const tiles = checkTiles(input.tiles, grid);
    const json = JSON.stringify(tiles);
    const labels = await readTileLabels(trx, input.sceneId, json);
    const answers = await readAnswers(trx, input.sceneId, json);
    const decisions = new Map<number, string>();
    for (const tile of tiles) {
      const classIds = [...(answers.get(tile)?.values() ?? [])];
      const classId = labels.get(tile)?.classId ?? findAgreed(classIds, "majority");
      if (classId !== null) decisions.set(tile, classId);
    }
    return {
      asked: { decisions },
      skippedCount: tiles.length - decisions.size,
      unflagged: [...decisions.keys()],
    };
  });
}
