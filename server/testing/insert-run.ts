import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type RunConfigInput, runConfigSchema } from "@/lib/contracts/run-spec";
import type { RunStatus } from "@/lib/contracts/runs";
import { newId } from "@/lib/new-id";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { noRunProgress } from "../runs/queries";

const recipe = { bands: [1], bandNames: ["one"], low: [0], high: [1], dtype: "uint8" };

function writeBytes(file: string, bytes: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.alloc(bytes));
}

/** A dataset's row and files, as freezing leaves them; nothing can be trained on it. */
export async function insertTestDataset(
  projectId: string,
  { name = "Tiles", version = 1, contentHash = "a".repeat(64) } = {},
): Promise<string> {
  const id = newId("dataset");
  const counts = { train: 2, val: 1, test: 1 };
  const content = {
    ...{ classes: [], sceneIds: [], sceneNames: [], tileSizePx: 64, recipe, tileCount: 4, counts },
    split: { kind: "random", shares: { train: 0.5, val: 0.25, test: 0.25 }, seed: 1 },
  };
  await getDb()
    .insertInto("dataset")
    .values({
      ...{ id, project_id: projectId, name, version, content_hash: contentHash },
      ...{ dataset_json: JSON.stringify(content), created_by: null, created_at_ms: Date.now() },
    })
    .execute();
  writeBytes(path.join(homeFolders.dataset(id), "tiles.csv"), 100);
  writeBytes(path.join(homeFolders.packs(), contentHash, "pixels"), 1000);
  return id;
}

/** A run's row and files, as it would be after a training. */
export async function insertTestRun(
  projectId: string,
  datasetId: string,
  {
    name = "Run",
    status = "finished" as RunStatus,
    config = {} as RunConfigInput,
    best = {} as Record<string, number>,
    ranges = {} as Record<string, [number, number]>,
    createdBy = null as string | null,
  } = {},
): Promise<string> {
  const id = newId("run");
  await getDb()
    .insertInto("run")
    .values({
      ...{ id, project_id: projectId, dataset_id: datasetId, name, status },
      config_json: JSON.stringify(runConfigSchema.parse(config)),
      progress_json: JSON.stringify(noRunProgress),
      ...{ latest_json: JSON.stringify(best), best_json: JSON.stringify(best) },
      range_json: JSON.stringify(ranges),
      ...{ started_json: null, result_json: null, problem_json: null, job_id: null },
      ...{ process_json: null, created_by: createdBy, launch_key: null },
      ...{ created_at_ms: Date.now(), started_at_ms: 1, ended_at_ms: 2 },
    })
    .execute();
  writeBytes(path.join(homeFolders.run(id), "checkpoints/last/trained.safetensors"), 5000);
  writeBytes(path.join(homeFolders.run(id), "trainer.log"), 10);
  return id;
}

/** The model of a run, with a file of 700 bytes. */
export async function insertTestModel(
  runId: string,
  { name = "Model", createdAtMs = Date.now() } = {},
): Promise<string> {
  const run = await getDb()
    .selectFrom("run")
    .select(["project_id", "dataset_id"])
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const id = newId("model");
  const manifest = {
    ...{ v: 1, architecture: "A", method: "lora", inputSizePx: 64, bands: 1 },
    ...{ onnxPath: "model.onnx", onnxMaxDifference: 0, onnxProblem: null },
    files: [{ path: "model.onnx", bytes: 700, sha256: "0".repeat(64) }],
  };
  const content = {
    ...{ method: "lora", baseModel: "starter", classes: [], recipe, tileSizePx: 64, manifest },
    ...{ accuracy: 0.9, macroF1: 0.8, scoredOn: "test" },
  };
  await getDb()
    .insertInto("model")
    .values({
      ...{ id, project_id: run.project_id, run_id: runId, dataset_id: run.dataset_id, name },
      ...{ model_json: JSON.stringify(content), created_by: null, created_at_ms: createdAtMs },
    })
    .execute();
  writeBytes(path.join(homeFolders.run(runId), "model/model.onnx"), 700);
  return id;
}
