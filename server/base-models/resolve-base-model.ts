import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import { listModelFolders } from "../environment/settings";

const hubIdPattern = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;

/**
 * Where a base model lies: a folder in transformers format, or a hub id.
 *
 * @param ref `starter`, `folder:<path>` or `hub:<organisation/name>`.
 * @throws AppError `invalid_input` for anything else; `forbidden` for folders outside the allowed.
 */
export async function resolveBaseModel(ref: string): Promise<string> {
  if (ref === "starter") return requireModelFolder(getStarterFolder(), "The starter model");
  if (ref.startsWith("folder:")) return resolveFolder(ref.slice("folder:".length));
  if (ref.startsWith("hub:")) {
    const id = ref.slice("hub:".length);
    if (hubIdPattern.test(id)) return id;
    throw new AppError("invalid_input", sentence("server.baseModels.notAHubName", { id }));
  }
  throw new AppError("invalid_input", sentence("server.baseModels.unknown", { ref }));
}

export function getStarterFolder(): string {
  return path.join(getEnv().trainerFolder, "starter");
}

async function resolveFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => null);
  const allowed = await listModelFolders();
  const inside = (root: string) =>
    real !== null && (real === root || real.startsWith(root + path.sep));
  // The same answer for folders that are not there: nobody learns what lies outside.
  if (real === null || !allowed.some(inside)) {
    throw new AppError("forbidden", sentence("server.baseModels.folderForbidden", { folder }));
  }
  return requireModelFolder(real, folder);
}

function requireModelFolder(folder: string, name: string): string {
  if (existsSync(path.join(folder, "config.json"))) return folder;
  throw new AppError("invalid_input", sentence("server.baseModels.notAModel", { name }));
}
