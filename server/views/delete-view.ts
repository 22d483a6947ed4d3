import { inTransaction } from "../db/client";
import { getViewRow, publishViews } from "./queries";

/** @throws AppError `not_found`. */
export async function deleteView(viewId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await getViewRow(viewId);
    await trx.deleteFrom("saved_view").where("id", "=", viewId).execute();
    await publishViews(trx, row.project_id);
  });
}
