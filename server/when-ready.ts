import { migrate } from "./db/migrate";

let ready: Promise<void> | undefined;

/** Resolves when the database has its newest form; the first request of a process may wait for it. */
export function whenReady(): Promise<void> {
  ready ??= migrate().catch((error) => {
    // The next request tries again: the disk may have been full for a moment.
    ready = undefined;
    throw error;
  });
  return ready;
}
