import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { homeFolders } from "../env";
import { runTrainerCommand } from "../python/run-trainer-command";
import {
  type BaseModelFacts,
  baseModelFactsSchema,
  findBaseModelFacts,
  keepBaseModelFacts,
} from "./base-model-facts";

const resultSchema = baseModelFactsSchema.extend({ ok: z.literal(true) });
const describeTimeoutMs = 120_000;

const asked = new Map<string, Promise<BaseModelFacts>>();

/** What a model is made of; the trainer is asked once for every version of its config.json. */
export function describeBaseModel(folder: string): Promise<BaseModelFacts> {
  const known = asked.get(folder);
  if (known) return known;
  const asking = ask(folder).finally(() => asked.delete(folder));
  asked.set(folder, asking);
  return asking;
}

async function ask(folder: string): Promise<BaseModelFacts> {
  const { mtimeMs } = await stat(path.join(folder, "config.json"));
  const known = await findBaseModelFacts(folder, mtimeMs);
  if (known) return known;
  await mkdir(homeFolders.scratch(), { recursive: true });
  const workFolder = await mkdtemp(path.join(homeFolders.scratch(), "describe-"));
  try {
    const { ok: _, ...facts } = await runTrainerCommand({
      command: "describe-model",
      args: ["--base", folder],
      resultSchema,
      workFolder,
      timeoutMs: describeTimeoutMs,
    });
    await keepBaseModelFacts(folder, mtimeMs, facts);
    return facts;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
