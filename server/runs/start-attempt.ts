import { mkdir, readFile } from "node:fs/promises";
import { type RunConfig, type RunSpec, runConfigSchema } from "@/lib/contracts/run-spec";
import { resolveBaseModel } from "../base-models/resolve-base-model";
import { preparePack } from "../datasets/prepare-pack";
import { getSpecDataset } from "../datasets/queries";
import { getDb, inTransaction } from "../db/client";
import { getEnv, homeFolders } from "../env";
import type { JobContext } from "../jobs/define-job";
import { moveRun } from "./move-run";
import { getRunRow, noRunProgress, publishRun, type RunRow } from "./queries";
import { clearAttempt, hasCheckpoint, runFiles, writeSpec } from "./run-folder";
import { startTrainer } from "./trainer-process";

/**
 * Starts the next attempt of a queued run: the process is written down before it may begin.
 *
 * @throws AppError when the dataset's files, the base model or Python are not there.
 */
export async function startAttempt(
  runId: string,
  context: Pick<JobContext, "jobId" | "signal" | "report">,
): Promise<void> {
  const row = await getRunRow(getDb(), runId);
  const attempt = row.attempt + 1;
  const spec = await makeSpec(row);
  await preparePack(spec.dataset, context);
  await writeSpec(spec);
  await mkdir(homeFolders.run(runId), { recursive: true });
  await clearAttempt(runId);
  const resume = attempt > 1 && hasCheckpoint(runId);
  const started = startTrainer(
    [
      "fit",
      ...["--run-folder", homeFolders.run(runId)],
      ...["--attempt", String(attempt)],
      ...(resume ? ["--resume"] : []),
    ],
    runFiles.log(runId),
  );
  try {
    await inTransaction(async (trx) => {
      await moveRun(trx, runId, "starting", {
        attempt,
        process_json: JSON.stringify(started.identity),
        problem_json: null,
        result_json: null,
        started_at_ms: row.started_at_ms ?? Date.now(),
        attempt_started_at_ms: Date.now(),
        ended_at_ms: null,
        ...(resume ? {} : { progress_json: JSON.stringify(noRunProgress) }),
      });
      await publishRun(trx, runId);
    });
  } catch (thrown) {
    started.abandon();
    throw thrown;
  }
  started.release();
}

async function makeSpec(row: RunRow): Promise<RunSpec> {
  const config: RunConfig = runConfigSchema.parse(JSON.parse(row.config_json));
  const existing = await readFile(runFiles.spec(row.id), "utf8").catch(() => null);
  if (existing !== null) return JSON.parse(existing) as RunSpec;
  return {
    v: 1,
    runId: row.id,
    runName: row.name,
    config,
    dataset: await getSpecDataset(row.dataset_id),
    baseModelPath: await resolveBaseModel(config.baseModel),
    packFolder: homeFolders.packs(),
    threads: getEnv().threads,
  };
}
