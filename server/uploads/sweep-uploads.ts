import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { homeFolders } from "../env";
import { uploadKeptMs } from "./upload-store";

/** Removes uploads that nobody went on with or imported for a week. */
export async function sweepUploads(nowMs: number = Date.now()): Promise<void> {
  const folder = homeFolders.uploads();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts && nowMs - facts.mtimeMs > uploadKeptMs) await rm(file, { force: true });
  }
}
