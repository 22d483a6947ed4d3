import type { Selectable } from "kysely";
import { type Area, areaSchema } from "@/lib/contracts/areas";
import type { Person } from "@/lib/contracts/common";
import { AppError } from "@/lib/errors";
import { countTilesIn, type TileRectangle } from "@/lib/geo/rectangle";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { WorkAreaTable } from "../db/schema";
import { findLabelPlane } from "../labels/get-label-plane";
import type { LabelGrid } from "../labels/queries";
import { publishEvent } from "../live/publish-event";

export type AreaRow = Selectable<WorkAreaTable>;

/** All areas of a scene, row by row: the order in which free ones are given out. */
export async function listAreaRows(db: Queryable, sceneId: string): Promise<AreaRow[]> {
  return db
    .selectFrom("work_area")
    .selectAll()
    .where("scene_id", "=", sceneId)
    .orderBy("first_row")
    .orderBy("first_col")
    .execute();
}

/** @throws AppError `not_found`. */
export async function getAreaRow(db: Queryable, areaId: string): Promise<AreaRow> {
  const row = await db
    .selectFrom("work_area")
    .selectAll()
    .where("id", "=", areaId)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", sentence("server.areas.missing"));
}

export function rectangleOf(row: AreaRow): TileRectangle {
  return { row: row.first_row, col: row.first_col, rows: row.row_count, cols: row.col_count };
}

/** Whose an area is at a moment; null: free, or the lease has run out. */
export function holderIdAt(row: AreaRow, nowMs: number): string | null {
  return row.lease_until_ms !== null && row.lease_until_ms > nowMs ? row.holder_id : null;
}

/** Areas as people see them, with their progress. */
export async function toAreas(
  sceneId: string,
  rows: readonly AreaRow[],
  nowMs: number,
): Promise<Area[]> {
  const people = await findPeople(rows.map((row) => holderIdAt(row, nowMs)));
  const { grid, plane } = await findLabelPlane(sceneId);
  return rows.map((row) => toArea(row, people, { grid, plane }, nowMs));
}

function toArea(
  row: AreaRow,
  people: ReadonlyMap<string, Person>,
  { grid, plane }: { grid: LabelGrid; plane: Uint8Array },
  nowMs: number,
): Area {
  const holderId = holderIdAt(row, nowMs);
  return areaSchema.parse({
    id: row.id,
    sceneId: row.scene_id,
    ...rectangleOf(row),
    holder: holderId === null ? null : (people.get(holderId) ?? { id: holderId, name: holderId }),
    leaseUntilMs: holderId === null ? null : row.lease_until_ms,
    leaseMinutes: row.lease_minutes,
    ...countTilesIn(rectangleOf(row), plane, grid),
  });
}

/** @throws AppError `not_found`. */
export async function getArea(areaId: string, nowMs: number): Promise<Area> {
  const row = await getAreaRow(getDb(), areaId);
  const [area] = await toAreas(row.scene_id, [row], nowMs);
  return area as Area;
}

/** Tells browsers that the areas of a scene are others now; null: of the whole project. */
export async function publishAreas(
  trx: Queryable,
  projectId: string,
  sceneId: string | null,
): Promise<void> {
  const topic = sceneId === null ? `project:${projectId}` : `scene:${sceneId}`;
  await publishEvent(trx, topic, { type: "areas.changed", projectId, sceneId });
}
