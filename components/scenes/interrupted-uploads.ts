import { z } from "zod";

/** An upload that a reload or crash has cut off; the file must be chosen again to go on. */
export interface InterruptedUpload {
  key: string;
  fileName: string;
  byteSize: number;
  startedAtMs: number;
}

const prefix = "tilewright";

const storedSchema = z.object({
  size: z.number(),
  creationTime: z.string(),
  metadata: z.object({ filename: z.string(), projectId: z.string() }),
});

/** Names the same file in the same project, whenever it is chosen. */
export function uploadFingerprint(
  projectId: string,
  file: { name: string; size: number; lastModified: number },
): string {
  return [prefix, projectId, file.name, file.size, file.lastModified].join("-");
}

function* storedKeys(): Generator<string> {
  for (let index = 0; index < localStorage.length; index += 1) {
    const key = localStorage.key(index);
    if (key?.startsWith(`tus::${prefix}-`)) yield key;
  }
}

/** Unfinished uploads of a project that this browser remembers, newest first. */
export function findInterruptedUploads(projectId: string): InterruptedUpload[] {
  const found: InterruptedUpload[] = [];
  for (const key of [...storedKeys()]) {
    try {
      const stored = storedSchema.parse(JSON.parse(localStorage.getItem(key) ?? ""));
      if (stored.metadata.projectId !== projectId) continue;
      found.push({
        key,
        fileName: stored.metadata.filename,
        byteSize: stored.size,
        startedAtMs: Date.parse(stored.creationTime),
      });
    } catch {
      // Written by another version, or damaged: of no use to anybody.
      localStorage.removeItem(key);
    }
  }
  return found.sort((a, b) => b.startedAtMs - a.startedAtMs);
}

export function forgetUpload(fingerprint: string): void {
  for (const key of [...storedKeys()]) {
    if (key.startsWith(`tus::${fingerprint}::`)) localStorage.removeItem(key);
  }
}
