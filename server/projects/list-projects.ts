import type { Project } from "@/lib/contracts/projects";
import { getDb } from "../db/client";
import { toProjects } from "./queries";

/** All projects; the one that changed last comes first. */
export async function listProjects(): Promise<Project[]> {
  const rows = await getDb().selectFrom("project").selectAll().execute();
  const projects = await toProjects(rows);
  return projects.sort((a, b) => b.updatedAtMs - a.updatedAtMs);
}
