import type { Me } from "@/lib/contracts/auth";
import type { Prediction } from "@/lib/contracts/predictions";
import { AppError, placeAt } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { requireOffered } from "../models/list-offered-models";
import { getModel, getModelRow, getOnnxFile } from "../models/queries";
import { getTileGrid } from "./get-tile-grid";
import { getPrediction, publishPrediction } from "./queries";

/**
 * Queues the prediction of a whole scene.
 *
 * @throws AppError `conflict` when the model does not fit the scene; `unsupported` without ONNX;
 *   `forbidden` where only approved models are offered and this is none.
 */
export async function createPrediction(
  input: { sceneId: string; modelId: string },
  me: Pick<Me, "id" | "permissions">,
): Promise<Prediction> {
  const model = await getModel(input.modelId);
  const { projectId, sceneName } = await getTileGrid(input.sceneId, model).catch(
    placeAt("sceneId"),
  );
  if (projectId !== model.projectId) {
    throw new AppError(
      "conflict",
      sentence("server.predictions.otherProject", { name: model.name }),
    ).at("sceneId");
  }
  await requireOffered(model, me);
  getOnnxFile(model);
  const predictionId = newId("prediction");
  await inTransaction(async (trx) => {
    // It may have been deleted since.
    await getModelRow(trx, input.modelId);
    const jobId = await enqueueJob(trx, {
      kind: "prediction.predict",
      payload: { predictionId },
      projectId,
      subjectId: predictionId,
      title: sentence("server.titles.predictScene", { name: sceneName }),
      createdBy: me.id,
    });
    await trx
      .insertInto("prediction")
      .values({
        id: predictionId,
        project_id: projectId,
        scene_id: input.sceneId,
        model_id: input.modelId,
        job_id: jobId,
        status: "queued",
        result_json: null,
        created_by: me.id,
        created_at_ms: Date.now(),
      })
      .execute();
    await publishPrediction(trx, predictionId);
  });
  return getPrediction(predictionId);
}
