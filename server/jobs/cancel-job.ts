import type { Job } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/errors";
import { inTransaction } from "../db/client";
import { endJob } from "./end-job";
import { publishJob } from "./publish-job";
import { getJob } from "./queries";

/**
 * Cancels a job: at once while it waits; while it runs, its worker is asked to stop it.
 *
 * @throws AppError `not_found`; `conflict` when it has ended.
 */
export async function cancelJob(jobId: string): Promise<Job> {
  await inTransaction(async (trx) => {
    const job = await getJob(jobId);
    if (job.status !== "queued" && job.status !== "running") {
      throw new AppError("conflict", `The job has ended already (${job.status}).`, {
        hint: "There is nothing to cancel.",
      });
    }
    const row = await trx
      .updateTable("job")
      .set({ cancel_requested: 1 })
      .where("id", "=", jobId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (job.status === "queued") await endJob(trx, row, "canceled", null);
    else await publishJob(trx, row);
  });
  return getJob(jobId);
}
