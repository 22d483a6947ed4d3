import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
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
    throw new AppError("invalid_input", `"${id}" is not the name of a model on the hub.`, {
      hint: "Write organisation/name, such as facebook/dinov2-small.",
    });
  }
  throw new AppError("invalid_input", `"${ref}" is not a base model.`, {
    hint: "Use starter, folder:<path> or hub:<organisation/name>; GET /api/base-models lists what is there.",
  });
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
    throw new AppError("forbidden", `${folder} is not in a folder that models may come from.`, {
      hint: "An administrator can allow the folder in the settings.",
    });
  }
  return requireModelFolder(real, folder);
}

function requireModelFolder(folder: string, name: string): string {
  if (existsSync(path.join(folder, "config.json"))) return folder;
  throw new AppError("invalid_input", `${name} is not a model: there is no config.json in it.`, {
    hint: "Choose a folder in transformers format (config.json and model.safetensors).",
  });
}
