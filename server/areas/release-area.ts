import type { Area } from "@/lib/contracts/areas";
import type { Me } from "@/lib/contracts/auth";
import { requirePermission } from "../auth/permissions";
import { inTransaction } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { getArea, getAreaRow, holderIdAt, publishAreas } from "./queries";

/**
 * Makes an area free again: its holder may, and who gives areas out.
 *
 * @throws AppError `not_found`, `forbidden`.
 */
export async function releaseArea(
  areaId: string,
  me: Me,
  nowMs: number = Date.now(),
): Promise<Area> {
  await inTransaction(async (trx) => {
    const row = await getAreaRow(trx, areaId);
    const holderId = holderIdAt(row, nowMs);
    if (holderId !== null && holderId !== me.id) requirePermission(me, "project.write");
    await trx
      .updateTable("work_area")
      .set({ holder_id: null, lease_until_ms: null })
      .where("id", "=", areaId)
      .execute();
    const { projectId } = await getLabelGrid(trx, row.scene_id);
    await publishAreas(trx, projectId, row.scene_id);
  });
  return getArea(areaId, nowMs);
}
