import type { z } from "zod";
import type { Preferences, updatePreferencesInputSchema } from "@/lib/contracts/preferences";
import { inTransaction } from "../db/client";
import { getPreferences } from "./get-preferences";

/** Changes what is given; the rest stays. @throws AppError `not_found`. */
export async function updatePreferences(
  { projectId, ...given }: z.output<typeof updatePreferencesInputSchema>,
  userId: string,
): Promise<Preferences> {
  return inTransaction(async (trx) => {
    const before = await getPreferences(projectId, userId);
    const changed = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    );
    const after = { ...before, ...changed };
    const value_json = JSON.stringify(after);
    await trx
      .insertInto("project_preference")
      .values({ user_id: userId, project_id: projectId, value_json })
      .onConflict((conflict) =>
        conflict.columns(["user_id", "project_id"]).doUpdateSet({ value_json }),
      )
      .execute();
    return after;
  });
}
