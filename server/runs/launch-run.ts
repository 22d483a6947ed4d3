import type { z } from "zod";
import { checkRunConfig } from "@/lib/check-run-config";
import type { Method, RunConfig } from "@/lib/contracts/run-spec";
import { type LaunchRunInput, launchRunInputSchema, type Run } from "@/lib/contracts/runs";
import { AppError, placeAt } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { findKnownBaseModel } from "../base-models/find-known-base-model";
import { resolveBaseModel } from "../base-models/resolve-base-model";
import { getDataset } from "../datasets/queries";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { enqueueJob } from "../jobs/enqueue-job";
import { getRun, noRunProgress, publishRun } from "./queries";

const methodNames: Record<Method, string> = {
  full: "Full",
  lora: "LoRA",
  dora: "DoRA",
  rslora: "rsLoRA",
  adalora: "AdaLoRA",
  ia3: "IA3",
  vera: "VeRA",
  oft: "OFT",
  layernorm: "LayerNorm",
  prompt: "Prompt",
  prefix: "Prefix",
  probe: "Probe",
};

/**
 * Puts a training into the queue; a launch that its author has sent before gives the run it made then.
 *
 * @throws AppError `invalid_input` when the configuration does not fit dataset or base model;
 *   `conflict` when the launch key was used for other settings.
 */
export async function launchRun(input: LaunchRunInput, me: { id: string }): Promise<Run> {
  const launch = launchRunInputSchema.parse(input);
  const { datasetId, name, config } = launch;
  const before = await findLaunched(launch, me);
  if (before) return getRun(before);
  const dataset = await getDataset(datasetId).catch(placeAt("datasetId"));
  const basePath = await resolveBaseModel(config.baseModel).catch(placeAt("config.baseModel"));
  checkRunConfig(config, dataset, await findKnownBaseModel(config.baseModel, basePath));
  const runId = await inTransaction(async (trx) => {
    // Asked again: the same launch may have come twice at the same moment.
    const launched = await findLaunched(launch, me);
    if (launched) return launched;
    // So has the dataset, which somebody may have deleted since.
    await getDataset(datasetId).catch(placeAt("datasetId"));
    const runId = newId("run");
    const runName = name ?? (await makeRunName(trx, dataset.projectId, config));
    const nowMs = Date.now();
    await trx
      .insertInto("run")
      .values({
        id: runId,
        project_id: dataset.projectId,
        dataset_id: datasetId,
        name: runName,
        config_json: JSON.stringify(config),
        status: "queued",
        progress_json: JSON.stringify(noRunProgress),
        latest_json: "{}",
        best_json: "{}",
        started_json: null,
        result_json: null,
        problem_json: null,
        job_id: null,
        process_json: null,
        created_by: me.id,
        launch_key: launch.launchKey ?? null,
        created_at_ms: nowMs,
        started_at_ms: null,
        ended_at_ms: null,
      })
      .execute();
    const jobId = await enqueueJob(trx, {
      kind: "run.fit",
      payload: { runId },
      projectId: dataset.projectId,
      subjectId: runId,
      title: sentence("server.titles.trainRun", { name: runName }),
      createdBy: me.id,
    });
    await trx.updateTable("run").set({ job_id: jobId }).where("id", "=", runId).execute();
    await publishRun(trx, runId);
    return runId;
  });
  return getRun(runId);
}

/** The run that the same launch has made. @throws AppError `conflict` when it was not the same. */
async function findLaunched(
  { launchKey, datasetId, config }: z.output<typeof launchRunInputSchema>,
  me: { id: string },
): Promise<string | null> {
  if (launchKey === undefined) return null;
  const row = await getDb()
    .selectFrom("run")
    .select(["id", "name", "dataset_id", "config_json"])
    .where("created_by", "=", me.id)
    .where("launch_key", "=", launchKey)
    .executeTakeFirst();
  if (!row) return null;
  const isSame = row.dataset_id === datasetId && row.config_json === JSON.stringify(config);
  if (isSame) return row.id;
  throw new AppError("conflict", sentence("server.runs.launchKeyUsed", { name: row.name }));
}

/** Such as "LoRA · starter · 3": the third run of the project. */
async function makeRunName(db: Queryable, projectId: string, config: RunConfig): Promise<string> {
  const { count } = await db
    .selectFrom("run")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("project_id", "=", projectId)
    .executeTakeFirstOrThrow();
  const base = config.baseModel.split(/[:/]/).filter(Boolean).at(-1) ?? config.baseModel;
  return `${methodNames[config.method]} · ${base} · ${Number(count) + 1}`.slice(0, 120);
}
