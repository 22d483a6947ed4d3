import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { getDb } from "../db/client";
import { getEnv, homeFolders } from "../env";
import { log } from "../log";
import { sweepUploads } from "../uploads/sweep-uploads";

/** Removes what work that was cut off has left in the home folder. */
export async function sweepHome(): Promise<void> {
  await sweepScratch();
  await sweepScenes();
  await sweepUploads();
}

/** Scratch folders of jobs that are not running; those that are clear their own. */
async function sweepScratch(): Promise<void> {
  const running = await getDb()
    .selectFrom("job")
    .select("id")
    .where("status", "=", "running")
    .execute();
  await removeFolders(homeFolders.scratch(), new Set(running.map((row) => row.id)));
}

/** Scene folders without a row: the import died between moving the files and writing the row. */
async function sweepScenes(): Promise<void> {
  const importing = await getDb()
    .selectFrom("job")
    .select("id")
    .where("status", "=", "running")
    .where("lane", "=", "import")
    .limit(1)
    .executeTakeFirst();
  // Another worker may be just between the two.
  if (importing) return;
  const scenes = await getDb().selectFrom("scene").select("id").execute();
  await removeFolders(path.join(getEnv().home, "scenes"), new Set(scenes.map((row) => row.id)));
}

async function removeFolders(parent: string, kept: ReadonlySet<string>): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    if (kept.has(name)) continue;
    log.info("Removing what an interrupted job left.", { folder: name });
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}
