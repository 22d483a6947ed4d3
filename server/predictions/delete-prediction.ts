import type { Me } from "@/lib/contracts/auth";
import { inTransaction } from "../db/client";
import { cancelJob } from "../jobs/cancel-job";
import { removePredictionFolders } from "./prediction-folder";
import { getPrediction } from "./queries";

/** Deletes a prediction with its files; one that is under way is canceled first. */
export async function deletePrediction(predictionId: string, me: Me): Promise<{ ok: true }> {
  const prediction = await getPrediction(predictionId);
  if (prediction.status === "queued" || prediction.status === "running") {
    await cancelJob(prediction.jobId, me);
  }
  await inTransaction((trx) =>
    trx.deleteFrom("prediction").where("id", "=", predictionId).execute(),
  );
  await removePredictionFolders(predictionId);
  return { ok: true };
}
