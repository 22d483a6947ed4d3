import { rm } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { homeFolders } from "../env";
import { dropJob } from "../jobs/drop-job";
import { log } from "../log";
import { publishScene } from "./publish-scene";
import { getSceneRow, type SceneRow } from "./queries";

/**
 * Deletes a scene with its labels, its predictions and its files; predictions under way are canceled.
 *
 * @throws AppError `not_found`; `invalid_input` when the name does not match; `conflict` when a
 *   dataset was frozen from it, which needs its pixels for ever.
 */
export async function deleteScene(sceneId: string, confirmName: string): Promise<void> {
  const folders = await inTransaction(async (trx) => {
    const scene = await getSceneRow(sceneId);
    if (scene.name !== confirmName.trim()) {
      throw new AppError(
        "invalid_input",
        sentence("server.scenes.nameDiffers", { name: scene.name }),
      ).at("confirmName");
    }
    await requireNoDataset(trx, scene);
    const predictions = await trx
      .selectFrom("prediction")
      .select(["id", "job_id"])
      .where("scene_id", "=", sceneId)
      .execute();
    for (const { job_id } of predictions) await dropJob(trx, job_id);
    await trx.deleteFrom("scene").where("id", "=", sceneId).execute();
    await publishScene(trx, scene.project_id, sceneId, "deleted");
    return [
      homeFolders.scene(sceneId),
      homeFolders.labelRasters(sceneId),
      ...predictions.map((prediction) => homeFolders.prediction(prediction.id)),
    ];
  });
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true }).catch((error) =>
      log.warn("A folder of a deleted scene stays.", { folder, error }),
    );
  }
}

const datasetScenesSchema = z.object({ sceneIds: z.array(z.string()) });

async function requireNoDataset(db: Queryable, scene: SceneRow): Promise<void> {
  const datasets = await db
    .selectFrom("dataset")
    .select(["name", "dataset_json"])
    .where("project_id", "=", scene.project_id)
    .execute();
  const using = datasets.find((dataset) =>
    datasetScenesSchema.parse(JSON.parse(dataset.dataset_json)).sceneIds.includes(scene.id),
  );
  if (!using) return;
  throw new AppError("conflict", sentence("server.scenes.inDataset", { name: using.name }));
}
