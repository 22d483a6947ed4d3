import type { Scene } from "@/lib/contracts/scenes";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { toScenes } from "./queries";

/** Scenes of a project, newest first. @throws AppError `not_found`. */
export async function listScenes(projectId: string): Promise<Scene[]> {
  await getProjectRow(projectId);
  const rows = await getDb()
    .selectFrom("scene")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("created_at_ms", "desc")
    .execute();
  return toScenes(rows);
}
