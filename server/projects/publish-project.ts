import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";

/** Tells the browsers in a project, and those that look at the list of projects. */
export async function publishProject(db: Queryable, projectId: string): Promise<void> {
  const event = { type: "project.changed" as const, projectId };
  await publishEvent(db, `project:${projectId}`, event);
  await publishEvent(db, "jobs", event);
}
