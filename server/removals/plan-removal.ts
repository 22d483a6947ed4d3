import path from "node:path";
import type { Queryable } from "../db/client";
import { getEnv } from "../env";

/**
 * Writes down which files have to go. Call it in the transaction that deletes their rows, and
 * `finishRemovals` after it: a crash in between leaves the note, which the next start finds.
 *
 * @param paths Absolute, below the home folder.
 */
export async function planRemoval(trx: Queryable, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const atMs = Date.now();
  await trx
    .insertInto("removal")
    .values(paths.map((one) => ({ path: path.relative(getEnv().home, one), at_ms: atMs })))
    .onConflict((conflict) => conflict.column("path").doNothing())
    .execute();
}
