import type { z } from "zod";
import type { Area, claimAreaInputSchema } from "@/lib/contracts/areas";
import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { countTilesIn } from "@/lib/geo/rectangle";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { inTransaction, type Queryable } from "../db/client";
import { findLabelPlane } from "../labels/get-label-plane";
import { getLabelGrid } from "../labels/queries";
import {
  type AreaRow,
  getArea,
  holderIdAt,
  listAreaRows,
  publishAreas,
  rectangleOf,
} from "./queries";

/**
 * Takes an area: the one that was asked for; else the one that one has already and has not finished;
 * else the next free one with something left to label. Two people never get the same: the choice and
 * the writing are one transaction.
 *
 * @returns null when nothing is left.
 * @throws AppError `not_found`; `conflict` when the asked one is somebody else's.
 */
export async function claimArea(
  { sceneId, areaId }: z.output<typeof claimAreaInputSchema>,
  me: Me,
  nowMs: number = Date.now(),
): Promise<Area | null> {
  // Read before: the labels change while it is chosen, but an area that was full stays full.
  const { grid, plane } = await findLabelPlane(sceneId);
  const isUnfinished = (row: AreaRow) => {
    const { tileCount, labelledCount } = countTilesIn(rectangleOf(row), plane, grid);
    return labelledCount < tileCount;
  };
  const claimed = await inTransaction(async (trx) => {
    const rows = await listAreaRows(trx, sceneId);
    if (areaId !== undefined) return takeAsked(trx, rows, areaId, me, nowMs);
    const own = rows.find((row) => holderIdAt(row, nowMs) === me.id && isUnfinished(row));
    const next = own ?? rows.find((row) => holderIdAt(row, nowMs) === null && isUnfinished(row));
    if (!next) return null;
    await take(trx, next, me, nowMs);
    return next.id;
  });
  return claimed === null ? null : getArea(claimed, nowMs);
}

async function takeAsked(
  trx: Queryable,
  rows: readonly AreaRow[],
  areaId: string,
  me: Me,
  nowMs: number,
): Promise<string> {
  const asked = rows.find((row) => row.id === areaId);
  if (!asked) throw new AppError("not_found", sentence("server.areas.missing"));
  const holderId = holderIdAt(asked, nowMs);
  if (holderId !== null && holderId !== me.id) {
    const name = (await findPeople([holderId])).get(holderId)?.name ?? holderId;
    throw new AppError("conflict", sentence("server.areas.taken", { name }));
  }
  await take(trx, asked, me, nowMs);
  return asked.id;
}

async function take(trx: Queryable, row: AreaRow, me: Me, nowMs: number): Promise<void> {
  await trx
    .updateTable("work_area")
    .set({ holder_id: me.id, lease_until_ms: nowMs + row.lease_minutes * 60_000 })
    .where("id", "=", row.id)
    .execute();
  const { projectId } = await getLabelGrid(trx, row.scene_id);
  await publishAreas(trx, projectId, row.scene_id);
}
