import type { View } from "@/lib/contracts/views";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { toViews } from "./queries";

/** The saved views of a project, in their order. @throws AppError `not_found`. */
export async function listViews(projectId: string): Promise<View[]> {
  await getProjectRow(projectId);
  const rows = await getDb()
    .selectFrom("saved_view")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return toViews(rows);
}
