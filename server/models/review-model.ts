import type { z } from "zod";
import type { reviewModelInputSchema } from "@/lib/contracts/model-reviews";
import type { Model } from "@/lib/contracts/models";
import { inTransaction } from "../db/client";
import { findDefaultId } from "./find-reviews";
import { publishModel } from "./publish-model";
import { getModel, getModelRow } from "./queries";

/**
 * Says what somebody thinks of a model; what was said before is kept. A default that is approved no
 * more is none any longer.
 *
 * @throws AppError `not_found`.
 */
export async function reviewModel(
  { modelId, status, reason }: z.output<typeof reviewModelInputSchema>,
  me: { id: string },
): Promise<Model> {
  return inTransaction(async (trx) => {
    const { project_id } = await getModelRow(trx, modelId);
    const said = { project_id, person_id: me.id, at_ms: Date.now() };
    await trx
      .insertInto("model_review")
      .values({ ...said, model_id: modelId, status, reason })
      .execute();
    if (status !== "approved" && (await findDefaultId(trx, project_id)) === modelId) {
      await trx
        .insertInto("default_model")
        .values({ ...said, model_id: null })
        .execute();
    }
    await publishModel(trx, project_id, modelId);
    return getModel(modelId);
  });
}
