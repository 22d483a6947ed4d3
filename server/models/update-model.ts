import type { z } from "zod";
import type { Model, updateModelInputSchema } from "@/lib/contracts/models";
import { inTransaction } from "../db/client";
import { publishModel } from "./publish-model";
import { getModel, getModelRow } from "./queries";

/** Renames or archives a model. @throws AppError `not_found`. */
export async function updateModel({
  modelId,
  name,
  archived,
}: z.output<typeof updateModelInputSchema>): Promise<Model> {
  return inTransaction(async (trx) => {
    const before = await getModelRow(trx, modelId);
    await trx
      .updateTable("model")
      .set({
        name: name ?? before.name,
        archived: archived === undefined ? before.archived : Number(archived),
      })
      .where("id", "=", modelId)
      .execute();
    await publishModel(trx, before.project_id, modelId);
    return getModel(modelId);
  });
}
