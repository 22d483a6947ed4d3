import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { closeDatabase } from "../db/client";
import { migrate } from "../db/migrate";
import { closePresenceStore } from "../db/presence-store";
import { getEnv } from "../env";

/**
 * Gives a test file a home folder and a migrated database of its own, removed at its end. Call it
 * first, before anything reads the environment.
 */
export async function makeTestHome(variables: Record<string, string> = {}): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), "tilewright-test-"));
  Object.assign(process.env, { TILEWRIGHT_HOME: home, TILEWRIGHT_LOG: "error", ...variables });
  if (getEnv().home !== home) throw new Error("The environment was read before makeTestHome().");
  await migrate();
  afterAll(async () => {
    await closeDatabase();
    closePresenceStore();
    rmSync(home, { recursive: true, force: true });
  });
  return home;
}
