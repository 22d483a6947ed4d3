import { sql } from "kysely";
import { type OpinionSetting, oneOpinion, opinionSettingSchema } from "@/lib/contracts/opinions";
import type { Queryable } from "../db/client";

/** How many answers a project asks for. */
export async function getOpinionSetting(db: Queryable, projectId: string): Promise<OpinionSetting> {
  const row = await db
    .selectFrom("opinion_setting")
    .select(["opinions", "share", "rule", "seed"])
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row ? opinionSettingSchema.parse(row) : oneOpinion;
}

/** Whether any tile of a scene has answers of several people, or was looked at by a reviewer. */
export async function hasReviewedTiles(db: Queryable, sceneId: string): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    select exists (select 1 from tile_review where scene_id = ${sceneId})
      or exists (select 1 from opinion where scene_id = ${sceneId}) as found
  `.execute(db);
  return rows[0]?.found === 1;
}

/** Whether a tile has answers, or was sent back, and no label. */
export async function isUnsettled(
  db: Queryable,
  sceneId: string,
  tileIndex: number,
): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    select not exists (
      select 1 from label where scene_id = ${sceneId} and tile_index = ${tileIndex}
    ) and (
      exists (select 1 from opinion where scene_id = ${sceneId} and tile_index = ${tileIndex})
      or exists (select 1 from tile_review where scene_id = ${sceneId} and tile_index = ${tileIndex})
    ) as found
  `.execute(db);
  return rows[0]?.found === 1;
}
