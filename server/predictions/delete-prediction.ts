import type { Me } from "@/lib/contracts/auth";
import { requireAuthorOr } from "../auth/permissions";
import { inTransaction } from "../db/client";
import { cancelJob } from "../jobs/cancel-job";
import { removePredictionFolders } from "./prediction-folder";
import { getPrediction } from "./queries";

/**
 * Deletes a prediction with its files; one that is under way is canceled first.
 *
 * @param me Everybody may delete their own; those of others only researchers and administrators.
 * @throws AppError `not_found`; `forbidden`.
 */
export async function deletePrediction(predictionId: string, me: Me): Promise<{ ok: true }> {
  const prediction = await getPrediction(predictionId);
  requireAuthorOr(me, prediction.createdBy, "prediction.delete");
  if (prediction.status === "queued" || prediction.status === "running") {
    await cancelJob(prediction.jobId, me);
  }
  await inTransaction((trx) =>
    trx.deleteFrom("prediction").where("id", "=", predictionId).execute(),
  );
  await removePredictionFolders(predictionId);
  return { ok: true };
}
