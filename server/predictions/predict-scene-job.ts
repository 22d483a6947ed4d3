import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { predictionIdSchema } from "@/lib/contracts/common";
import type { Model } from "@/lib/contracts/models";
import type { Prediction } from "@/lib/contracts/predictions";
import { messageOf, sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { writeGridRasters } from "../grid-rasters/write-grid-rasters";
import { defineJob, type JobContext } from "../jobs/define-job";
import { getModel, getOnnxFile } from "../models/queries";
import { describeResult } from "./describe-result";
import { getTileGrid } from "./get-tile-grid";
import { predictGrid } from "./predict-grid";
import {
  beginPredictionFolder,
  predictionFiles,
  publishPredictionFolder,
  removePredictionFolders,
  writePlanes,
} from "./prediction-folder";
import { getPrediction, publishPrediction } from "./queries";
import { toProjectPlane } from "./to-project-plane";
import { withModelThreads } from "./with-model-threads";

/** Progress is shown for the tiles; the rasters at the end take a second or two. */
const tilesShare = 0.95;

/** Predicts a scene. Called again for the same job it begins anew; nothing half-made is ever read. */
export const predictSceneJob = defineJob({
  kind: "prediction.predict",
  payloadSchema: z.object({ predictionId: predictionIdSchema }),
  lane: "predict",
  async run({ predictionId }, context) {
    // Not there: deleted, alone or with its scene, which has canceled the job.
    const prediction = await getPrediction(predictionId);
    // Done by a worker that died before it could say so.
    if (prediction.status === "finished") return;
    await setStatus(predictionId, "running");
    await predictScene(prediction, await getModel(prediction.modelId), context);
  },
  async onEnded({ predictionId }, outcome) {
    await setStatus(predictionId, outcome);
    await removePredictionFolders(predictionId);
  },
});

async function predictScene(
  prediction: Prediction,
  model: Model,
  context: JobContext,
): Promise<void> {
  const { grid, facts } = await getTileGrid(prediction.sceneId, model);
  context.report({
    ...messageOf(sentence("server.progress.loadingModel")),
    ...{ fraction: 0, done: 0, total: grid.tileCount },
  });
  const [predicted, durationMs] = await withModelThreads(getOnnxFile(model), async (threads) => {
    const startedMs = performance.now();
    const found = await predictGrid(grid, threads, context.signal, (done) =>
      context.report({
        fraction: (tilesShare * done) / grid.tileCount,
        message: null,
        done,
        total: grid.tileCount,
      }),
    );
    return [found, performance.now() - startedMs] as const;
  });
  const writing = messageOf(sentence("server.progress.writingRasters"));
  context.report({ fraction: tilesShare, ...writing });
  const { plane, classes } = await toProjectPlane(predicted.classes, model);
  const folder = await beginPredictionFolder(prediction.id);
  const inFolder = (name: keyof typeof predictionFiles) => path.join(folder, predictionFiles[name]);
  await writePlanes(folder, { classes: plane, confidence: predicted.confidence });
  await writeGridRasters(
    { ...grid, facts, classes },
    {
      classes: inFolder("classes"),
      output: inFolder("classRaster"),
      confidence: inFolder("confidence"),
      confidenceOutput: inFolder("confidenceRaster"),
    },
    context.signal,
  );
  await rm(path.join(folder, "work"), { recursive: true, force: true });
  const result = await describeResult(prediction.sceneId, plane, predicted, classes, durationMs);
  // Nothing is left behind for a prediction that was deleted meanwhile.
  await getPrediction(prediction.id);
  await publishPredictionFolder(prediction.id);
  await setStatus(prediction.id, "finished", JSON.stringify(result));
}

async function setStatus(
  predictionId: string,
  status: Prediction["status"],
  resultJson?: string,
): Promise<void> {
  await inTransaction(async (trx) => {
    await trx
      .updateTable("prediction")
      .set({ status, ...(resultJson === undefined ? {} : { result_json: resultJson }) })
      .where("id", "=", predictionId)
      .execute();
    await publishPrediction(trx, predictionId);
  });
}
