import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { baseModelSchema } from "@/lib/contracts/models";
import { getEnv } from "../env";
import { makeHome } from "../make-home";

export const baseModelFactsSchema = baseModelSchema.pick({
  architecture: true,
  parameters: true,
  inputSizePx: true,
  channels: true,
  linearModules: true,
  autoTargets: true,
  attentionTargets: true,
  gradientCheckpointing: true,
  poolings: true,
  visionTower: true,
});
export type BaseModelFacts = z.infer<typeof baseModelFactsSchema>;

/** By folder; the time of config.json says which version of the model it is about. */
const storeSchema = z.record(
  z.string(),
  z.object({ mtimeMs: z.number(), facts: baseModelFactsSchema }),
);

const storeFile = () => path.join(getEnv().home, "base-models.json");

async function readStore(): Promise<z.infer<typeof storeSchema>> {
  try {
    return storeSchema.parse(JSON.parse(await readFile(storeFile(), "utf8")));
  } catch {
    return {};
  }
}

/** What is known of a model without asking the trainer, which takes seconds. */
export async function findBaseModelFacts(
  folder: string,
  mtimeMs: number,
): Promise<BaseModelFacts | null> {
  const known = (await readStore())[folder];
  // Facts that an older version kept do not say how the model pools: they are asked for again.
  return known?.mtimeMs === mtimeMs && known.facts.poolings ? known.facts : null;
}

export async function keepBaseModelFacts(
  folder: string,
  mtimeMs: number,
  facts: BaseModelFacts,
): Promise<void> {
  const store = { ...(await readStore()), [folder]: { mtimeMs, facts } };
  makeHome();
  const partial = `${storeFile()}.${process.pid}.partial`;
  await writeFile(partial, JSON.stringify(store));
  await rename(partial, storeFile());
}
