import { getDb } from "../db/client";
import { getEnv } from "../env";

/** Folders whose models may be used as a base: from the environment and from the settings. */
export async function listModelFolders(): Promise<string[]> {
  const row = await getDb()
    .selectFrom("setting")
    .select("value_json")
    .where("key", "=", "modelFolders")
    .executeTakeFirst();
  const stored: unknown = row ? JSON.parse(row.value_json) : [];
  const fromSettings = Array.isArray(stored)
    ? stored.filter((one): one is string => typeof one === "string")
    : [];
  return [...new Set([...getEnv().modelFolders, ...fromSettings])];
}
