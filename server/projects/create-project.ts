import type { z } from "zod";
import type { createProjectInputSchema, Project } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { getProject } from "./get-project";
import { publishProject } from "./publish-project";
import { saveClasses } from "./save-classes";

interface Author {
  /** null: the studio itself. */
  createdBy: string | null;
  simulated?: boolean;
  /** Chosen beforehand by work that may run twice. */
  projectId?: string;
}

/** Makes a project with its classes. */
export async function createProject(
  input: z.output<typeof createProjectInputSchema>,
  { createdBy, simulated = false, projectId = newId("project") }: Author,
): Promise<Project> {
  if (input.classes.some((one) => one.id !== undefined)) {
    throw new AppError("invalid_input", sentence("server.projects.idsTooEarly"));
  }
  await inTransaction(async (trx) => {
    const now = Date.now();
    await trx
      .insertInto("project")
      .values({
        id: projectId,
        name: input.name,
        description: input.description,
        tile_size_px: input.tileSizePx,
        simulated: simulated ? 1 : 0,
        created_by: createdBy,
        created_at_ms: now,
        updated_at_ms: now,
      })
      .execute();
    await saveClasses(trx, projectId, input.classes);
    await publishProject(trx, projectId);
  });
  return getProject(projectId);
}
