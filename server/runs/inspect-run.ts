import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  type InspectRunInput,
  inspectRunInputSchema,
  type RunInspection,
  runInspectionSchema,
} from "@/lib/contracts/inspections";
import type { RunConfig } from "@/lib/contracts/run-spec";
import { placeAt } from "@/lib/errors";
import { resolveBaseModel } from "../base-models/resolve-base-model";
import { getDataset } from "../datasets/queries";
import { homeFolders } from "../env";
import { runTrainerCommand } from "../python/run-trainer-command";

const resultSchema = runInspectionSchema.extend({ ok: z.literal(true) });
const timeoutMs = 120_000;
/** The newest answers are kept; each is a few kilobytes. */
const keptAnswers = 200;

interface Question {
  base: string;
  config: Partial<RunConfig>;
  classes: number;
  bands: string[];
}

const answers = new Map<string, Promise<RunInspection>>();
/** Who waits for an answer; a question that nobody waits for any more is not put. */
const waiting = new Map<string, (AbortSignal | undefined)[]>();
let before: Promise<unknown> = Promise.resolve();

/**
 * What a run would train. The trainer builds the model without weights, which takes seconds, so the
 * same question is asked once, and one question at a time.
 *
 * @throws AppError where dataset or base model are not there, or no layer of the model matches.
 */
export async function inspectRun(
  input: InspectRunInput,
  signal?: AbortSignal,
): Promise<RunInspection> {
  const { datasetId, config } = inspectRunInputSchema.parse(input);
  const dataset = await getDataset(datasetId).catch(placeAt("datasetId"));
  const folder = await resolveBaseModel(config.baseModel).catch(placeAt("config.baseModel"));
  const question: Question = {
    base: config.baseModel === "starter" ? "starter" : folder,
    config: whatMatters(config),
    classes: dataset.classes.length,
    bands: dataset.recipe.bandNames,
  };
  const key = JSON.stringify([question, await versionOf(folder)]);
  const known = answers.get(key);
  if (known) {
    waiting.get(key)?.push(signal);
    return known;
  }
  waiting.set(key, [signal]);
  const answer = inTurn(key, question).finally(() => waiting.delete(key));
  answers.set(key, answer);
  // A refusal may be mended on disk, and a question that was not put has no answer.
  answer.catch(() => answers.delete(key));
  const oldest = answers.keys().next().value;
  if (answers.size > keptAnswers && oldest !== undefined) answers.delete(oldest);
  return answer;
}

/** Settings that have no say in what is trained are left out, so that they do not ask again. */
function whatMatters(config: RunConfig): Partial<RunConfig> {
  const { baseModel, pooling, method, lora, adalora, vera, oft } = config;
  return { baseModel, pooling, method, lora, adalora, vera, oft };
}

/** A hub id has no configuration on disk, and no version. */
async function versionOf(folder: string): Promise<number | null> {
  const config = await stat(path.join(folder, "config.json")).catch(() => null);
  return config?.mtimeMs ?? null;
}

function inTurn(key: string, question: Question): Promise<RunInspection> {
  const answer = before.then(() => {
    const signals = waiting.get(key) ?? [];
    if (signals.every((signal) => signal?.aborted)) signals[0]?.throwIfAborted();
    return ask(question);
  });
  before = answer.catch(() => undefined);
  return answer;
}

async function ask({ base, config, classes, bands }: Question): Promise<RunInspection> {
  await mkdir(homeFolders.scratch(), { recursive: true });
  const workFolder = await mkdtemp(path.join(homeFolders.scratch(), "inspect-"));
  try {
    const file = path.join(workFolder, "config.json");
    await writeFile(file, JSON.stringify(config));
    const { ok: _, ...inspection } = await runTrainerCommand({
      command: "inspect",
      args: [
        ...["--base", base, "--config", file],
        ...["--classes", String(classes), `--bands=${JSON.stringify(bands)}`],
      ],
      resultSchema,
      workFolder,
      timeoutMs,
    });
    return inspection;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
