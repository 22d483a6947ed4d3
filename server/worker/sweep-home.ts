import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { getDb } from "../db/client";
import { getEnv, homeFolders } from "../env";
import { log } from "../log";
import { sweepUploads } from "../uploads/sweep-uploads";

/** Younger things may belong to work that is going on in another process. */
const orphanAgeMs = 24 * 3600 * 1000;
/** What was read from a file of labels is applied soon, what was exported is fetched soon. */
const passingKeptMs = 7 * 24 * 3600 * 1000;

/** Removes what work that was cut off, and what was deleted, has left in the home folder. */
export async function sweepHome(nowMs: number = Date.now()): Promise<void> {
  await sweepScratch();
  await sweepScenes();
  await sweepOrphans(nowMs);
  await sweepUploads(nowMs);
}

/** Scratch folders of jobs that are not running; those that are clear their own. */
async function sweepScratch(): Promise<void> {
  const running = await getDb()
    .selectFrom("job")
    .select("id")
    .where("status", "=", "running")
    .execute();
  await removeAllBut(homeFolders.scratch(), new Set(running.map((row) => row.id)));
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
  await removeAllBut(path.join(getEnv().home, "scenes"), new Set(scenes.map((row) => row.id)));
}

/**
 * Old files of what has no row any more: its project was deleted while a file could not be removed,
 * or something died between its files and its row. Decoded tiles belong to a dataset's content.
 */
async function sweepOrphans(nowMs: number): Promise<void> {
  const { home } = getEnv();
  const sceneIds = await listIds("scene");
  const kept: [folder: string, names: ReadonlySet<string>][] = [
    [path.join(home, "label-rasters"), sceneIds],
    [path.join(home, "datasets"), await listIds("dataset")],
    [path.join(home, "runs"), await listIds("run")],
    [path.join(home, "predictions"), await listIds("prediction")],
    [homeFolders.packs(), await listPackNames()],
  ];
  for (const folder of ["truth", "exports"]) {
    await removeAllBut(path.join(home, folder), new Set(), nowMs - passingKeptMs);
  }
  for (const [folder, names] of kept) await removeAllBut(folder, names, nowMs - orphanAgeMs);
}

async function listIds(table: "scene" | "dataset" | "run" | "prediction"): Promise<Set<string>> {
  const rows = await getDb().selectFrom(table).select("id").execute();
  return new Set(rows.map((row) => row.id));
}

async function listPackNames(): Promise<Set<string>> {
  const rows = await getDb().selectFrom("dataset").select("content_hash").distinct().execute();
  return new Set(rows.flatMap(({ content_hash: hash }) => [hash, `${hash}.lock`]));
}

/** @param beforeMs Only what was last changed before this. */
async function removeAllBut(
  parent: string,
  kept: ReadonlySet<string>,
  beforeMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    if (kept.has(name)) continue;
    const orphan = path.join(parent, name);
    const facts = await stat(orphan).catch(() => null);
    if (!facts || facts.mtimeMs >= beforeMs) continue;
    log.info("Removing what nothing refers to any more.", { orphan });
    await rm(orphan, { recursive: true, force: true });
  }
}
