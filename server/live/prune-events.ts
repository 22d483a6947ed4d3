import { getDb } from "../db/client";

const keptMs = 3600 * 1000;

/** Removes events that no browser resumes from any more. */
export async function pruneEvents(nowMs: number = Date.now()): Promise<void> {
  await getDb()
    .deleteFrom("live_event")
    .where("at_ms", "<", nowMs - keptMs)
    .execute();
}
