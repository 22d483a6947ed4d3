import { inTransaction } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { publishAreas } from "./queries";

/**
 * Removes all areas of a scene; the labels stay.
 *
 * @throws AppError `not_found`.
 */
export async function clearAreas(sceneId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const { projectId } = await getLabelGrid(trx, sceneId);
    await trx.deleteFrom("work_area").where("scene_id", "=", sceneId).execute();
    await publishAreas(trx, projectId, sceneId);
  });
}
