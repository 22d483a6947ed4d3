import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";

/** Tells the browsers of a project that one of its scenes came, changed or went. */
export async function publishScene(
  db: Queryable,
  projectId: string,
  sceneId: string,
  change: "added" | "updated" | "deleted",
): Promise<void> {
  const event = { type: "scene.changed" as const, projectId, sceneId, change };
  await publishEvent(db, `project:${projectId}`, event);
  await publishEvent(db, `scene:${sceneId}`, event);
}
