import { sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getDataset } from "./queries";

/** Queues the writing of a dataset as an image folder; one that is under way serves everybody. */
export async function exportDataset(
  datasetId: string,
  me: { id: string },
): Promise<{ jobId: string }> {
  const dataset = await getDataset(datasetId);
  const jobId = await inTransaction(
    async (trx) =>
      (await findExport(trx, datasetId)) ??
      enqueueJob(trx, {
        kind: "dataset.export",
        payload: { datasetId },
        projectId: dataset.projectId,
        subjectId: datasetId,
        title: sentence("server.titles.exportDataset", { name: dataset.name }),
        createdBy: me.id,
      }),
  );
  return { jobId };
}

/** The export of this dataset that waits or is being written, unless somebody is canceling it. */
async function findExport(db: Queryable, datasetId: string): Promise<string | null> {
  const row = await db
    .selectFrom("job")
    .select("id")
    .where("kind", "=", "dataset.export")
    .where("subject_id", "=", datasetId)
    .where("status", "in", ["queued", "running"])
    .where("cancel_requested", "=", 0)
    .executeTakeFirst();
  return row?.id ?? null;
}
