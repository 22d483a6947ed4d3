import type { z } from "zod";
import { type Area, type createAreaInputSchema, maxAreasPerScene } from "@/lib/contracts/areas";
import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { doOverlap } from "@/lib/geo/rectangle";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { getArea, listAreaRows, publishAreas, rectangleOf } from "./queries";
import { requireLabeller } from "./require-labeller";

/**
 * Makes an area of any rectangle, free or somebody's at once.
 *
 * @throws AppError `not_found`; `invalid_input` outside of the grid or for somebody who may not label;
 *   `conflict` where it would lie over another area.
 */
export async function createArea(
  input: z.output<typeof createAreaInputSchema>,
  me: Me,
  nowMs: number = Date.now(),
): Promise<Area> {
  const { sceneId, row, col, rows, cols, holderId, leaseMinutes } = input;
  const id = newId("area");
  if (holderId !== null) await requireLabeller(holderId);
  await inTransaction(async (trx) => {
    const grid = await getLabelGrid(trx, sceneId);
    if (row + rows > grid.gridRows || col + cols > grid.gridCols) {
      const { gridRows, gridCols } = grid;
      throw new AppError("invalid_input", sentence("server.areas.outside", { gridRows, gridCols }));
    }
    const present = await listAreaRows(trx, sceneId);
    if (present.length >= maxAreasPerScene) {
      const values = { count: present.length + 1, most: maxAreasPerScene };
      throw new AppError("invalid_input", sentence("server.areas.tooMany", values));
    }
    const other = present.map(rectangleOf).find((one) => doOverlap(one, input));
    if (other) {
      throw new AppError(
        "conflict",
        sentence("server.areas.overlap", { row: other.row, col: other.col }),
      );
    }
    await trx
      .insertInto("work_area")
      .values({
        id,
        scene_id: sceneId,
        first_row: row,
        first_col: col,
        row_count: rows,
        col_count: cols,
        holder_id: holderId,
        lease_until_ms: holderId === null ? null : nowMs + leaseMinutes * 60_000,
        lease_minutes: leaseMinutes,
        created_by: me.id,
        created_at_ms: nowMs,
      })
      .execute();
    await publishAreas(trx, grid.projectId, sceneId);
  });
  return getArea(id, nowMs);
}
