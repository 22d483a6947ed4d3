import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { BaseModel } from "@/lib/contracts/models";
import { toAppError } from "@/lib/errors";
import { listModelFolders } from "../environment/settings";
import { describeBaseModel } from "./describe-base-model";
import { readModelCard } from "./read-model-card";
import { getStarterFolder } from "./resolve-base-model";

/** The starter model and every model that lies in an allowed folder, or one level below. */
export async function listBaseModels(): Promise<BaseModel[]> {
  const folders = await findModelFolders();
  const models: BaseModel[] = [];
  if (await hasConfig(getStarterFolder())) {
    models.push(await toBaseModel("starter", "Starter", getStarterFolder()));
  }
  // One after another: each that is new starts a Python process.
  for (const folder of folders) {
    models.push(await toBaseModel(`folder:${folder}`, path.basename(folder), folder));
  }
  return models;
}

async function findModelFolders(): Promise<string[]> {
  const found: string[] = [];
  for (const root of await listModelFolders()) {
    if (await hasConfig(root)) found.push(root);
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const folder = path.join(root, entry.name);
      if (entry.isDirectory() && (await hasConfig(folder))) found.push(folder);
    }
  }
  return [...new Set(found)].sort();
}

async function hasConfig(folder: string): Promise<boolean> {
  return (await readConfig(folder)) !== null;
}

async function readConfig(folder: string): Promise<{ architectures?: unknown } | null> {
  try {
    return JSON.parse(await readFile(path.join(folder, "config.json"), "utf8"));
  } catch {
    return null;
  }
}

/** A model that the trainer cannot describe stays in the list and says why. */
async function toBaseModel(ref: string, name: string, folder: string): Promise<BaseModel> {
  const card = await readModelCard(folder);
  try {
    const facts = await describeBaseModel(folder);
    return { ref, name, ...card, ...facts };
  } catch (thrown) {
    const { message } = toAppError(thrown);
    const architectures = (await readConfig(folder))?.architectures;
    const [architecture] = Array.isArray(architectures) ? architectures : [];
    return {
      ref,
      name,
      licence: card.licence,
      description: `${card.description} (${message})`.trim(),
      architecture: typeof architecture === "string" ? architecture : "unknown",
      parameters: null,
      inputSizePx: null,
      channels: null,
      linearModules: [],
      autoTargets: [],
    };
  }
}
