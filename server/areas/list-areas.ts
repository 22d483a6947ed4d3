import type { SceneAreas } from "@/lib/contracts/areas";
import { getDb } from "../db/client";
import { getLabelGrid } from "../labels/queries";
import { getProjectRow } from "../projects/queries";
import { listAreaRows, toAreas } from "./queries";

/**
 * The work areas of a scene, whose they are now, and how far each is labelled.
 *
 * @throws AppError `not_found`.
 */
export async function listAreas(sceneId: string, nowMs: number = Date.now()): Promise<SceneAreas> {
  const { projectId } = await getLabelGrid(getDb(), sceneId);
  const project = await getProjectRow(projectId);
  const rows = await listAreaRows(getDb(), sceneId);
  return { strict: project.areas_strict === 1, areas: await toAreas(sceneId, rows, nowMs) };
}
