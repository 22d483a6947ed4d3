import type { Project } from "@/lib/contracts/projects";
import { getProjectRow, toProjects } from "./queries";

/** @throws AppError `not_found`. */
export async function getProject(projectId: string): Promise<Project> {
  const [project] = await toProjects([await getProjectRow(projectId)]);
  if (!project) throw new Error(`Project ${projectId} vanished while it was read.`);
  return project;
}
