import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { resolveImportPath } from "../scenes/import-folders";
import type { ByteSource, Version } from "./byte-source";

/**
 * Opens a file of an allowed folder. Its size and times are looked at after every read: what was
 * read while somebody wrote into it does not count.
 *
 * @throws AppError `forbidden` outside of the folders; `not_found`; `conflict` when it has changed.
 */
export async function openFileSource(location: string, expected?: Version): Promise<ByteSource> {
  const real = await resolveImportPath(location);
  const name = path.basename(real);
  const handle = await open(real, "r").catch(() => null);
  if (!handle) throw new AppError("not_found", sentence("server.remote.fileGone", { name }));
  try {
    const found = await findVersion(handle, name);
    const source = { name, handle, version: expected ?? found };
    requireSame(source, found);
    return toSource(source);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface OpenFile {
  name: string;
  handle: FileHandle;
  version: Version;
}

function toSource(file: OpenFile): ByteSource {
  const { name, handle, version } = file;
  return {
    ...version,
    name,
    async read(first, last, signal) {
      signal?.throwIfAborted();
      const bytes = Buffer.alloc(Math.max(0, Math.min(last, version.byteSize - 1) - first + 1));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(
          bytes,
          filled,
          bytes.length - filled,
          first + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      requireSame(file, await findVersion(handle, name));
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

/** @throws AppError `invalid_input` for what is no file. */
async function findVersion(handle: FileHandle, name: string): Promise<Version> {
  const facts = await handle.stat({ bigint: true });
  if (!facts.isFile()) {
    throw new AppError("invalid_input", sentence("server.remote.onlyFiles", { name }));
  }
  // Copied over by another file of the same age and size it has another number.
  return { byteSize: Number(facts.size), version: `file:${facts.ino}:${facts.mtimeNs}` };
}

function requireSame({ name, version }: OpenFile, found: Version): void {
  if (found.byteSize === version.byteSize && found.version === version.version) return;
  throw new AppError("conflict", sentence("server.remote.changed", { name }));
}
