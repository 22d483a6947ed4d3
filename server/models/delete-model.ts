import { inTransaction } from "../db/client";
import { finishRemovals } from "../removals/finish-removals";
import { planRemoval } from "../removals/plan-removal";
import { publishRun } from "../runs/queries";
import { requireUnusedModel } from "../runs/require-unused-model";
import { runFiles } from "../runs/run-folder";
import { publishModel } from "./publish-model";
import { getModelRow } from "./queries";

/**
 * Deletes a model with its files; the run that made it stays, with curves and checkpoints.
 *
 * @throws AppError `not_found`; `conflict` while something uses it.
 */
export async function deleteModel(modelId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await getModelRow(trx, modelId);
    await requireUnusedModel(trx, row);
    await planRemoval(trx, [runFiles.model(row.run_id)]);
    await trx.deleteFrom("model").where("id", "=", modelId).execute();
    await publishModel(trx, row.project_id, modelId);
    await publishRun(trx, row.run_id);
  });
  await finishRemovals();
}
