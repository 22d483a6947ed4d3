import { lstat, readdir } from "node:fs/promises";
import path from "node:path";

/** Bytes of a file, or of all files in a folder; 0 where there is nothing. Links count as themselves. */
export async function measurePath(place: string): Promise<number> {
  const facts = await lstat(place).catch(() => null);
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.size;
  const names = await readdir(place).catch(() => []);
  const sizes = await Promise.all(names.map((name) => measurePath(path.join(place, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
