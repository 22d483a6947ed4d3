import { stat } from "node:fs/promises";
import path from "node:path";
import type { BaseModel } from "@/lib/contracts/models";
import { type BaseModelFacts, findBaseModelFacts } from "./base-model-facts";

/**
 * What is known of a base model already; null where it was never looked at. Launching a run does not
 * wait for the trainer to look: the trainer itself checks again.
 */
export async function findKnownBaseModel(
  ref: string,
  folder: string,
): Promise<(BaseModelFacts & Pick<BaseModel, "name">) | null> {
  const config = await stat(path.join(folder, "config.json")).catch(() => null);
  if (!config) return null;
  const facts = await findBaseModelFacts(folder, config.mtimeMs);
  return facts ? { name: ref, ...facts } : null;
}
