import { tileOfIndex } from "@/lib/geo/grid";
import { opinionsWanted } from "@/lib/opinions-wanted";
import { getDb } from "../db/client";
import { readTilesToWeigh } from "../db/opinion-statements";
import { defineJob, type JobContext } from "../jobs/define-job";
import { type WeighProjectPayload, weighProjectPayloadSchema } from "./change-setting";
import { getOpinionSetting } from "./queries";
import { newReviewAct, reviewBatch } from "./review-batch";

/** One transaction each: people go on labelling meanwhile. */
const tilesPerPart = 5_000;

/**
 * Looks at all answered tiles of a project again, because more or fewer answers are asked for. Tiles
 * that come out as they are stay untouched, so a second try does no harm.
 */
export const weighProjectJob = defineJob<WeighProjectPayload>({
  kind: "opinions.weigh",
  payloadSchema: weighProjectPayloadSchema,
  lane: "import",
  async run(payload, context) {
    const scenes = await getDb()
      .selectFrom("scene")
      .select("id")
      .where("project_id", "=", payload.projectId)
      .execute();
    for (const [position, { id }] of scenes.entries()) {
      await weighScene(id, payload, context);
      context.report({ fraction: (position + 1) / scenes.length });
    }
  },
});

async function weighScene(
  sceneId: string,
  { askAgain, changedBy }: WeighProjectPayload,
  context: JobContext,
): Promise<void> {
  for (let after = -1; ; ) {
    context.signal.throwIfAborted();
    const tiles = await readTilesToWeigh(getDb(), sceneId, after, tilesPerPart);
    const last = tiles.at(-1);
    if (!last) return;
    after = last.tileIndex;
    await reviewBatch(newReviewAct(sceneId, "setting"), { id: changedBy }, async (trx, grid) => {
      const setting = await getOpinionSetting(trx, grid.projectId);
      const again = tiles.filter(({ tileIndex, isAnswered }) => {
        const { row, col } = tileOfIndex(tileIndex, grid.gridCols);
        return isAnswered || (askAgain && opinionsWanted(setting, row, col) > 1);
      });
      const asked = { again: new Set(again.map((tile) => tile.tileIndex)) };
      return { asked, skippedCount: 0 };
    });
  }
}
