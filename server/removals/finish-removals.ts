import { rm } from "node:fs/promises";
import path from "node:path";
import { getDb } from "../db/client";
import { getEnv } from "../env";
import { log } from "../log";

/** A file that somebody is just writing into a folder makes the removal of the folder fail once. */
const retries = { maxRetries: 3, retryDelay: 50 };

/**
 * Removes the files whose rows are gone. What cannot be removed now stays noted and is tried again
 * at the next removal or start; it is no error of whoever deleted something.
 */
export async function finishRemovals(): Promise<void> {
  const noted = await getDb().selectFrom("removal").select("path").execute();
  for (const { path: relative } of noted) {
    const place = belowHome(relative);
    try {
      // A path that leads elsewhere was not written by us: the note goes, the files stay.
      if (place !== null) await rm(place, { recursive: true, force: true, ...retries });
      await getDb().deleteFrom("removal").where("path", "=", relative).execute();
    } catch (error) {
      log.warn("What was deleted could not be removed from the disk yet.", { place, error });
    }
  }
}

function belowHome(relative: string): string | null {
  const { home } = getEnv();
  const place = path.resolve(home, relative);
  return place.startsWith(home + path.sep) ? place : null;
}
