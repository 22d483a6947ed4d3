import type { z } from "zod";
import type { Project, updateProjectInputSchema } from "@/lib/contracts/projects";
import { inTransaction } from "../db/client";
import { getProject } from "./get-project";
import { publishProject } from "./publish-project";
import { getProjectRow } from "./queries";
import { saveClasses } from "./save-classes";

/** Changes the name, the description or the list of classes; what is missing stays. */
export async function updateProject(
  input: z.output<typeof updateProjectInputSchema>,
): Promise<Project> {
  const { projectId } = input;
  await inTransaction(async (trx) => {
    await getProjectRow(projectId);
    await trx
      .updateTable("project")
      .set({
        updated_at_ms: Date.now(),
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.description === undefined ? {} : { description: input.description }),
      })
      .where("id", "=", projectId)
      .execute();
    if (input.classes) await saveClasses(trx, projectId, input.classes);
    await publishProject(trx, projectId);
  });
  return getProject(projectId);
}
