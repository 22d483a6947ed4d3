import { AppError } from "@/lib/errors";
import { tileOfIndex } from "@/lib/geo/grid";
import { isTileIn } from "@/lib/geo/rectangle";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";
import type { LabelGrid } from "./queries";

/** A lease is made longer no more often than after this share of it has passed. */
const renewedAfterShare = 0.1;

/**
 * Makes the leases longer whose holder labels in their areas, and in a strict project turns away who
 * labels in somebody else's. One small query while nobody holds anything.
 *
 * @throws AppError `forbidden` naming the holder and one of their tiles.
 */
export async function respectAreas(
  trx: Queryable,
  authorId: string,
  grid: LabelGrid,
  tileIndexes: Iterable<number>,
  nowMs: number,
): Promise<void> {
  const leased = await trx
    .selectFrom("work_area")
    .innerJoin("project", (join) => join.on("project.id", "=", grid.projectId))
    .leftJoin("user", "user.id", "work_area.holder_id")
    .select((select) => [
      "work_area.id",
      "work_area.first_row as row",
      "work_area.first_col as col",
      "work_area.row_count as rows",
      "work_area.col_count as cols",
      "work_area.holder_id as holderId",
      "work_area.lease_until_ms as leaseUntilMs",
      "work_area.lease_minutes as leaseMinutes",
      "project.areas_strict as strict",
      select.ref("user.name").as("holderName"),
    ])
    .where("scene_id", "=", grid.sceneId)
    .where("lease_until_ms", ">", nowMs)
    .execute();
  if (leased.length === 0) return;
  const own = leased.filter((area) => area.holderId === authorId);
  const others = leased.filter((area) => area.holderId !== authorId && area.strict === 1);
  const worked = new Set<string>();
  for (const index of tileIndexes) {
    const tile = tileOfIndex(index, grid.gridCols);
    const theirs = others.find((area) => isTileIn(area, tile));
    if (theirs) {
      const name = theirs.holderName ?? theirs.holderId ?? "";
      throw new AppError("forbidden", sentence("server.areas.ofOthers", { name, ...tile }));
    }
    const mine = own.find((area) => isTileIn(area, tile));
    if (mine) worked.add(mine.id);
  }
  for (const area of own) {
    const leaseMs = area.leaseMinutes * 60_000;
    const leftMs = (area.leaseUntilMs ?? 0) - nowMs;
    if (!worked.has(area.id) || leftMs > leaseMs * (1 - renewedAfterShare)) continue;
    await trx
      .updateTable("work_area")
      .set({ lease_until_ms: nowMs + leaseMs })
      .where("id", "=", area.id)
      .execute();
    const { projectId, sceneId } = grid;
    await publishEvent(trx, `scene:${sceneId}`, { type: "areas.changed", projectId, sceneId });
  }
}
