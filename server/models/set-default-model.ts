import type { z } from "zod";
import type { DefaultModel, setDefaultModelInputSchema } from "@/lib/contracts/model-reviews";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { findDefaultId } from "./find-reviews";
import { getDefaultModel } from "./get-default-model";
import { publishModel } from "./publish-model";
import { getModel } from "./queries";

/**
 * Chooses the model that is offered first; the ones before are remembered.
 *
 * @throws AppError `not_found`; `conflict` for a model that is not approved, or of another project.
 */
export async function setDefaultModel(
  { projectId, modelId }: z.output<typeof setDefaultModelInputSchema>,
  me: { id: string },
): Promise<DefaultModel> {
  return inTransaction(async (trx) => {
    const before = await findDefaultId(trx, projectId);
    const model = modelId === null ? null : await getModel(modelId);
    if (model && (model.projectId !== projectId || model.review?.status !== "approved")) {
      const { name } = model;
      throw new AppError("conflict", sentence("server.models.defaultNotApproved", { name })).at(
        "modelId",
      );
    }
    // Chosen twice it is one choice, so that going back leads to another model.
    if (before !== modelId) {
      await trx
        .insertInto("default_model")
        .values({ project_id: projectId, model_id: modelId, person_id: me.id, at_ms: Date.now() })
        .execute();
      for (const id of [before, modelId]) if (id) await publishModel(trx, projectId, id);
    }
    return getDefaultModel(projectId);
  });
}
