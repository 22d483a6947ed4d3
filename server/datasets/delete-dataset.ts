import { inTransaction } from "../db/client";
import { homeFolders } from "../env";
import { publishEvent } from "../live/publish-event";
import { finishRemovals } from "../removals/finish-removals";
import { planRemoval } from "../removals/plan-removal";
import { listOwnPacks } from "./get-dataset-removal";
import { getDataset } from "./queries";
import { requireUnusedDataset } from "./require-unused-dataset";

/**
 * Deletes a dataset, and its decoded tiles where no other dataset has the same.
 *
 * @throws AppError `not_found`; `conflict` while a run was trained on it, or it is being exported.
 */
export async function deleteDataset(datasetId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const dataset = await getDataset(datasetId);
    await requireUnusedDataset(trx, dataset);
    const packs = await listOwnPacks(trx, dataset);
    await planRemoval(trx, [homeFolders.dataset(datasetId), ...packs]);
    await trx.deleteFrom("dataset").where("id", "=", datasetId).execute();
    const { projectId } = dataset;
    await publishEvent(trx, `project:${projectId}`, {
      type: "dataset.changed",
      projectId,
      datasetId,
    });
  });
  await finishRemovals();
}
