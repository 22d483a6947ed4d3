import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { folderEntrySchema, folderListingSchema } from "@/lib/contracts/scenes";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { listImportFolders } from "../environment/settings";
import { isInsideAny, resolveImportPath } from "./import-folders";

type FolderListing = z.infer<typeof folderListingSchema>;
type FolderEntry = z.infer<typeof folderEntrySchema>;

const maxEntries = 2000;
const collator = new Intl.Collator("en", { numeric: true });

/**
 * What lies in a folder that one may import from; without a path, those folders themselves.
 *
 * @throws AppError `forbidden`, `not_found`; `invalid_input` for a file.
 */
export async function listFolder(given: string | undefined): Promise<FolderListing> {
  const folders = await listImportFolders();
  if (given === undefined || given === "") {
    return {
      path: null,
      parent: null,
      entries: folders.map((folder) => ({
        name: folder,
        path: folder,
        kind: "folder",
        byteSize: null,
      })),
    };
  }
  const folder = await resolveImportPath(given);
  if (!(await stat(folder)).isDirectory()) {
    throw new AppError("invalid_input", sentence("server.imports.isAFile", { folder }));
  }
  const found = await readdir(folder, { withFileTypes: true });
  const visible = found.filter((entry) => !entry.name.startsWith(".")).slice(0, maxEntries);
  const entries = await Promise.all(visible.map((entry) => toEntry(folder, entry, folders)));
  const parent = path.dirname(folder);
  return {
    path: folder,
    parent: isInsideAny(folders, parent) && parent !== folder ? parent : null,
    entries: entries.filter((entry) => entry !== null).sort(compare),
  };
}

/** null for what cannot be read and for links that lead out of the allowed folders. */
async function toEntry(
  folder: string,
  entry: Dirent,
  folders: readonly string[],
): Promise<FolderEntry | null> {
  const file = path.join(folder, entry.name);
  try {
    if (entry.isSymbolicLink() && !isInsideAny(folders, await realpath(file))) return null;
    const facts = await stat(file);
    const { name } = entry;
    if (facts.isDirectory()) return { name, path: file, kind: "folder", byteSize: null };
    return facts.isFile() ? { name, path: file, kind: "file", byteSize: facts.size } : null;
  } catch {
    return null;
  }
}

function compare(a: FolderEntry, b: FolderEntry): number {
  if (a.kind !== b.kind) return a.kind === "folder" ? -1 : 1;
  return collator.compare(a.name, b.name);
}
