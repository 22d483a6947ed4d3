import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { requireAuthorOr } from "../auth/permissions";
import { inTransaction } from "../db/client";
import { listRunComments } from "./list-run-comments";
import { publishRun } from "./queries";

/**
 * @param me Everybody may delete their own; those of others only who may delete the run.
 * @throws AppError `not_found`; `forbidden`.
 */
export async function deleteRunComment(
  { runId, commentId }: { runId: string; commentId: number },
  me: Me,
): Promise<void> {
  await inTransaction(async (trx) => {
    const comment = (await listRunComments(runId)).find((one) => one.id === commentId);
    if (!comment) throw new AppError("not_found", sentence("server.runs.noComment"));
    requireAuthorOr(me, comment.author, "run.delete");
    await trx.deleteFrom("run_comment").where("id", "=", commentId).execute();
    await publishRun(trx, runId);
  });
}
