import { inTransaction } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { getAreaRow, publishAreas } from "./queries";

/**
 * Removes an area; the labels in it stay.
 *
 * @throws AppError `not_found`.
 */
export async function deleteArea(areaId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await getAreaRow(trx, areaId);
    await trx.deleteFrom("work_area").where("id", "=", areaId).execute();
    const { projectId } = await getLabelGrid(trx, row.scene_id);
    await publishAreas(trx, projectId, row.scene_id);
  });
}
