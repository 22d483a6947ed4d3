import type { z } from "zod";
import type { createRunCommentInputSchema, RunComment } from "@/lib/contracts/run-comments";
import { inTransaction } from "../db/client";
import { listRunComments } from "./list-run-comments";
import { getRunRow, publishRun } from "./queries";

/** @throws AppError `not_found` */
export async function createRunComment(
  { runId, text }: z.output<typeof createRunCommentInputSchema>,
  me: { id: string },
): Promise<RunComment> {
  return inTransaction(async (trx) => {
    await getRunRow(trx, runId);
    await trx
      .insertInto("run_comment")
      .values({ run_id: runId, author_id: me.id, text, at_ms: Date.now() })
      .execute();
    await publishRun(trx, runId);
    return (await listRunComments(runId)).at(-1) as RunComment;
  });
}
