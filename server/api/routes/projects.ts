import { createProject } from "@/server/projects/create-project";
import { deleteProject } from "@/server/projects/delete-project";
import { getProject } from "@/server/projects/get-project";
import { listProjects } from "@/server/projects/list-projects";
import { updateProject } from "@/server/projects/update-project";
import { os } from "../middleware";

export const projects = {
  list: os.projects.list.handler(async () => listProjects()),
  create: os.projects.create.handler(async ({ input, context }) =>
    createProject(input, { createdBy: context.me.id }),
  ),
  get: os.projects.get.handler(async ({ input }) => getProject(input.projectId)),
  update: os.projects.update.handler(async ({ input }) => updateProject(input)),
  delete: os.projects.delete.handler(async ({ input }) => {
    await deleteProject(input.projectId, input.confirmName);
    return { ok: true as const };
  }),
};
