import { realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { listImportFolders } from "../environment/settings";

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

export function isInsideAny(folders: readonly string[], file: string): boolean {
  return folders.some((folder) => isInside(folder, file));
}

/**
 * The real path of a file or folder that people may import.
 *
 * Links are followed first, so a link that leads out of the allowed folders is refused. What lies
 * outside gets the same answer whether it exists or not.
 *
 * @throws AppError `forbidden` outside of the allowed folders; `not_found` inside of them.
 */
export async function resolveImportPath(given: string): Promise<string> {
  const folders = await listImportFolders();
  const wanted = path.resolve("/", given);
  const real = await realpath(wanted).catch(() => null);
  if (real !== null && isInsideAny(folders, real)) return real;
  if (real === null && isInsideAny(folders, wanted)) {
    throw new AppError("not_found", sentence("server.imports.nothingThere", { path: wanted }));
  }
  throw new AppError("forbidden", sentence("server.imports.folderForbidden", { path: wanted }));
}
