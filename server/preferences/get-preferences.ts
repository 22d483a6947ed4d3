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
  return row ? readKept(JSON.parse(row.value_json)) : preferencesSchema.parse({});
}

/** What an older or newer version kept and this one cannot read is only a liking: forgotten, alone. */
function readKept(value: unknown): Preferences {
  const { shape } = preferencesSchema;
  const kept = (value ?? {}) as Record<string, unknown>;
  return {
    queue: shape.queue.safeParse(kept.queue).data ?? null,
    runTable: shape.runTable.safeParse(kept.runTable).data ?? null,
  };
}
