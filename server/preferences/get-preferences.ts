import { type Preferences, preferencesSchema } from "@/lib/contracts/preferences";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";

/** What a person likes in a project; usual values where nothing is kept. @throws AppError `not_found`. */
export async function getPreferences(projectId: string, userId: string): Promise<Preferences> {
  await getProjectRow(projectId);
  const row = await getDb()
    .selectFrom("project_preference")
    .select("value_json")
    .where("user_id", "=", userId)
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  // What an older or newer version kept and this one cannot read is only a liking: forgotten.
  const kept = row && preferencesSchema.safeParse(JSON.parse(row.value_json));
  return kept?.success ? kept.data : preferencesSchema.parse({});
}
