import type { z } from "zod";
import type { Dataset, updateDatasetInputSchema } from "@/lib/contracts/datasets";
import { inTransaction } from "../db/client";
import { publishEvent } from "../live/publish-event";
import { getDataset } from "./queries";

/** Renames or archives a dataset; what it holds never changes. @throws AppError `not_found`. */
export async function updateDataset({
  datasetId,
  name,
  archived,
}: z.output<typeof updateDatasetInputSchema>): Promise<Dataset> {
  return inTransaction(async (trx) => {
    const before = await getDataset(datasetId);
    await trx
      .updateTable("dataset")
      .set({ name: name ?? before.name, archived: (archived ?? before.archived) ? 1 : 0 })
      .where("id", "=", datasetId)
      .execute();
    const { projectId } = before;
    await publishEvent(trx, `project:${projectId}`, {
      type: "dataset.changed",
      projectId,
      datasetId,
    });
    return getDataset(datasetId);
  });
}
