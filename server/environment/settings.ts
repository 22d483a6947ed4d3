import { realpath, stat } from "node:fs/promises";
import { type Settings, settingsSchema } from "@/lib/contracts/environment";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { getEnv } from "../env";

const settingKey = "settings";

/** What an administrator set in the studio; folders of the environment come on top. */
export async function getSettings(): Promise<Settings> {
  const row = await getDb()
    .selectFrom("setting")
    .select("value_json")
    .where("key", "=", settingKey)
    .executeTakeFirst();
  return row
    ? settingsSchema.parse(JSON.parse(row.value_json))
    : { importFolders: [], modelFolders: [] };
}

/** @throws AppError `invalid_input` for a folder that is not there. */
export async function updateSettings(settings: Settings): Promise<Settings> {
  for (const [path, folder] of listPlaces(settings)) {
    const facts = await stat(folder).catch(() => null);
    if (!facts?.isDirectory()) {
      throw new AppError("invalid_input", sentence("server.settings.noFolder", { folder })).at(
        path,
      );
    }
  }
  const value_json = JSON.stringify(settings);
  await getDb()
    .insertInto("setting")
    .values({ key: settingKey, value_json })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value_json }))
    .execute();
  return settings;
}

/** Every folder with its path in the settings. */
function listPlaces(settings: Settings): [path: string, folder: string][] {
  return (["importFolders", "modelFolders"] as const).flatMap((name) =>
    settings[name].map((folder, place): [string, string] => [`${name}.${place}`, folder]),
  );
}

/** Real paths of the folders that people may import from. */
export async function listImportFolders(): Promise<string[]> {
  return toRealPaths([...getEnv().importFolders, ...(await getSettings()).importFolders]);
}

/** Real paths of the folders whose models may be used as a base. */
export async function listModelFolders(): Promise<string[]> {
  return toRealPaths([...getEnv().modelFolders, ...(await getSettings()).modelFolders]);
}

/** A folder that is missing now, such as a disk that is not mounted, is left out. */
async function toRealPaths(folders: string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  return [...new Set(found.filter((folder) => folder !== null))];
}
