import { inTransaction } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getDataset } from "./queries";

/** Queues the writing of a dataset as an image folder. */
export async function exportDataset(
  datasetId: string,
  me: { id: string },
): Promise<{ jobId: string }> {
  const dataset = await getDataset(datasetId);
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "dataset.export",
      payload: { datasetId },
      projectId: dataset.projectId,
      subjectId: datasetId,
      title: `Export ${dataset.name}`,
      createdBy: me.id,
    }),
  );
  return { jobId };
}
