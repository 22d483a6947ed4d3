import type { z } from "zod";
import type { Area, assignAreaInputSchema } from "@/lib/contracts/areas";
import { inTransaction } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { getArea, getAreaRow, publishAreas } from "./queries";
import { requireLabeller } from "./require-labeller";

/**
 * Gives an area to somebody, whoever had it before; their lease begins now.
 *
 * @throws AppError `not_found`; `invalid_input` for somebody who may not label.
 */
export async function assignArea(
  { areaId, holderId, leaseMinutes }: z.output<typeof assignAreaInputSchema>,
  nowMs: number = Date.now(),
): Promise<Area> {
  await requireLabeller(holderId);
  await inTransaction(async (trx) => {
    const row = await getAreaRow(trx, areaId);
    const minutes = leaseMinutes ?? row.lease_minutes;
    await trx
      .updateTable("work_area")
      .set({
        holder_id: holderId,
        lease_minutes: minutes,
        lease_until_ms: nowMs + minutes * 60_000,
      })
      .where("id", "=", areaId)
      .execute();
    const { projectId } = await getLabelGrid(trx, row.scene_id);
    await publishAreas(trx, projectId, row.scene_id);
  });
  return getArea(areaId, nowMs);
}
