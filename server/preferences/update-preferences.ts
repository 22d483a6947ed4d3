import type { z } from "zod";
import type { Preferences, updatePreferencesInputSchema } from "@/lib/contracts/preferences";
import { getDb } from "../db/client";
import { getPreferences } from "./get-preferences";

/** Changes what is given; the rest stays. @throws AppError `not_found`. */
export async function updatePreferences(
  { projectId, ...given }: z.output<typeof updatePreferencesInputSchema>,
  userId: string,
): Promise<Preferences> {
  const before = await getPreferences(projectId, userId);
  const queue = given.queue === undefined ? before.queue : given.queue;
  const value_json = JSON.stringify({ queue });
  await getDb()
    .insertInto("project_preference")
    .values({ user_id: userId, project_id: projectId, value_json })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "project_id"]).doUpdateSet({ value_json }),
    )
    .execute();
  return { queue };
}
