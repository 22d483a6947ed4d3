import { rm } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import { asValue, sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { homeFolders } from "../env";
import { endJob } from "../jobs/end-job";
import { log } from "../log";
import { publishProject } from "./publish-project";
import { getProjectRow } from "./queries";

/**
 * Deletes a project with its scenes, labels, datasets, runs, models and predictions, and their files.
 *
 * @throws AppError `not_found`; `invalid_input` when the name does not match; `conflict` while one
 *   of its jobs is running.
 */
export async function deleteProject(projectId: string, confirmName: string): Promise<void> {
  const folders = await inTransaction(async (trx) => {
    const project = await getProjectRow(projectId);
    if (project.name !== confirmName.trim()) {
      throw new AppError(
        "invalid_input",
        sentence("server.projects.nameDiffers", { name: project.name }),
      ).at("confirmName");
    }
    await endWaitingJobs(trx, projectId);
    const found = await listFolders(trx, projectId);
    // In this order, so that no row ever points at one that is gone.
    for (const table of ["prediction", "model", "run", "dataset", "scene", "class"] as const) {
      await trx.deleteFrom(table).where("project_id", "=", projectId).execute();
    }
    await trx.deleteFrom("project").where("id", "=", projectId).execute();
    await trx.deleteFrom("job").where("project_id", "=", projectId).execute();
    await publishProject(trx, projectId);
    return found;
  });
  // The rows are gone; a folder that cannot be removed now is swept at a later start.
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true }).catch((error) =>
      log.warn("A folder of a deleted project stays.", { folder, error }),
    );
  }
}

async function endWaitingJobs(db: Queryable, projectId: string): Promise<void> {
  const jobs = await db
    .selectFrom("job")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("status", "in", ["queued", "running"])
    .execute();
  const running = jobs.find((job) => job.status === "running");
  if (running) {
    throw new AppError(
      "conflict",
      sentence("server.projects.busy", {
        title: asValue({
          message: running.title,
          sentence: running.title_json ? JSON.parse(running.title_json) : null,
        }),
      }),
    );
  }
  for (const job of jobs) await endJob(db, job, "canceled", null);
}

async function listFolders(db: Queryable, projectId: string): Promise<string[]> {
  const folders: string[] = [];
  for (const table of ["scene", "dataset", "run", "prediction"] as const) {
    const rows = await db
      .selectFrom(table)
      .select("id")
      .where("project_id", "=", projectId)
      .execute();
    folders.push(...rows.map((row) => homeFolders[table](row.id)));
    if (table === "scene") folders.push(...rows.map((row) => homeFolders.labelRasters(row.id)));
  }
  return folders;
}
