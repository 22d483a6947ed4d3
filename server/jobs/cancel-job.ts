import type { Me } from "@/lib/contracts/auth";
import type { Job } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { requireAuthorOr } from "../auth/permissions";
import { inTransaction } from "../db/client";
import { endJob } from "./end-job";
import { publishJob } from "./publish-job";
import { getJob } from "./queries";

/**
 * Cancels a job: at once while it waits; while it runs, its worker is asked to stop it.
 *
 * @param me Everybody may cancel their own jobs; those of others only who may launch runs here.
 * @throws AppError `not_found`; `forbidden`; `conflict` when it has ended.
 */
export async function cancelJob(jobId: string, me: Me): Promise<Job> {
  await inTransaction(async (trx) => {
    const job = await getJob(jobId);
    requireAuthorOr(me, job.createdBy, "run.launch");
    if (job.status !== "queued" && job.status !== "running") {
      throw new AppError("conflict", sentence("server.jobs.ended", { status: job.status }));
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
