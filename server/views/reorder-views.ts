import type { View } from "@/lib/contracts/views";
import { inTransaction } from "../db/client";
import { listViews } from "./list-views";
import { publishViews } from "./queries";

/**
 * Puts the views of a project into an order. One that was deleted meanwhile is passed over, one that
 * was added meanwhile comes last.
 *
 * @throws AppError `not_found`.
 */
export async function reorderViews(projectId: string, viewIds: readonly string[]): Promise<View[]> {
  await inTransaction(async (trx) => {
    const known = (await listViews(projectId)).map((view) => view.id);
    const named = [...new Set(viewIds)].filter((id) => known.includes(id));
    const ordered = [...named, ...known.filter((id) => !named.includes(id))];
    for (const [position, id] of ordered.entries()) {
      await trx.updateTable("saved_view").set({ position }).where("id", "=", id).execute();
    }
    await publishViews(trx, projectId);
  });
  return listViews(projectId);
}
