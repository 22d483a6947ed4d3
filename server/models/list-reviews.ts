import type { ModelReview } from "@/lib/contracts/model-reviews";
import { getDb } from "../db/client";
import { toReviews } from "./find-reviews";
import { getModelRow } from "./queries";

/** All that was said of a model, the newest first. @throws AppError `not_found`. */
export async function listReviews(modelId: string): Promise<ModelReview[]> {
  await getModelRow(getDb(), modelId);
  const rows = await getDb()
    .selectFrom("model_review")
    .selectAll()
    .where("model_id", "=", modelId)
    .orderBy("id", "desc")
    .execute();
  return toReviews(rows);
}
