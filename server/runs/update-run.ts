import type { z } from "zod";
import type { Run, updateRunInputSchema } from "@/lib/contracts/runs";
import { inTransaction } from "../db/client";
import { getRun, getRunRow, publishRun } from "./queries";

/** Changes what people keep about a run; what was trained never changes. @throws AppError `not_found`. */
export async function updateRun({
  runId,
  ...given
}: z.output<typeof updateRunInputSchema>): Promise<Run> {
  return inTransaction(async (trx) => {
    const before = await getRunRow(trx, runId);
    const flag = (value: boolean | undefined, kept: number) =>
      value === undefined ? kept : Number(value);
    await trx
      .updateTable("run")
      .set({
        name: given.name ?? before.name,
        notes: given.notes ?? before.notes,
        tags_json: given.tags ? JSON.stringify([...new Set(given.tags)]) : before.tags_json,
        pinned: flag(given.pinned, before.pinned),
        archived: flag(given.archived, before.archived),
      })
      .where("id", "=", runId)
      .execute();
    await publishRun(trx, runId);
    return getRun(runId);
  });
}
