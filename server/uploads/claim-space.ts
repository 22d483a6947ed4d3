import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";
import { requireSpace } from "./require-space";

/** An upload that nobody went on with for this long does not keep room from others any more. */
const claimKeptMs = 24 * 3600 * 1000;
/** More than anybody sends at a time; what was not finished is removed after a week. */
export const maxUnfinishedPerPerson = 100;

const recordSchema = z.object({
  size: z.number(),
  metadata: z.object({ ownerId: z.string() }),
});

interface Unfinished {
  id: string;
  ownerId: string;
  missingBytes: number;
  touchedAtMs: number;
}

// Next.js may load this module more than once in a process.
const shared = globalThis as typeof globalThis & {
  tilewrightUploadClaims?: { begun: Map<string, Unfinished>; turn: Promise<unknown> };
};
shared.tilewrightUploadClaims ??= { begun: new Map(), turn: Promise.resolve() };
const state = shared.tilewrightUploadClaims;

/**
 * Promises an upload its room on the disk, before its first byte: what other uploads that are under
 * way have still to write counts as taken. One after another, so that two cannot be promised the
 * same room.
 *
 * @returns Ends the promise; to be called once the upload has its record, or came to nothing.
 * @throws AppError `storage_full`; `too_many_requests` with too many unfinished uploads.
 */
export async function claimSpace(claim: {
  uploadId: string;
  ownerId: string;
  byteSize: number;
}): Promise<() => void> {
  const { uploadId: id, ownerId, byteSize } = claim;
  const claimed = state.turn.then(async () => {
    const others = await listUnfinished();
    requireFew(others.filter((one) => one.ownerId === ownerId).length);
    const since = Date.now() - claimKeptMs;
    const promised = others
      .filter((one) => one.touchedAtMs > since)
      .reduce((sum, one) => sum + one.missingBytes, 0);
    await requireSpace(byteSize, promised);
    state.begun.set(id, { id, ownerId, missingBytes: byteSize, touchedAtMs: Date.now() });
  });
  state.turn = claimed.catch(() => undefined);
  await claimed;
  return () => state.begun.delete(id);
}

function requireFew(count: number): void {
  if (count < maxUnfinishedPerPerson) return;
  throw new AppError("too_many_requests", sentence("server.uploads.manyUnfinished", { count }));
}

/** Uploads with bytes missing: those with a record, and those that are just getting one. */
async function listUnfinished(): Promise<Unfinished[]> {
  const folder = homeFolders.uploads();
  const names = await readdir(folder).catch(() => []);
  const found = new Map(state.begun);
  for (const name of names) {
    if (!name.endsWith(".json")) continue;
    const upload = await readUnfinished(folder, name.slice(0, -".json".length));
    if (upload) found.set(upload.id, upload);
  }
  return [...found.values()].filter((upload) => upload.missingBytes > 0);
}

async function readUnfinished(folder: string, id: string): Promise<Unfinished | null> {
  try {
    const record = recordSchema.parse(
      JSON.parse(await readFile(path.join(folder, `${id}.json`), "utf8")),
    );
    const facts = await stat(path.join(folder, id));
    return {
      id,
      ownerId: record.metadata.ownerId,
      missingBytes: Math.max(0, record.size - facts.size),
      touchedAtMs: facts.mtimeMs,
    };
  } catch {
    // Half written, or removed while we looked.
    return null;
  }
}
