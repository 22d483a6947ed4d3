import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Run } from "@/lib/contracts/runs";
import { insertTestUser, openTestStudio } from "../testing/open-test-studio";

/**
 * The first circle of a newcomer, timed: demonstration project, dataset, LoRA run on the starter
 * model, prediction of the whole scene; then the same prediction by a plain Python loop with as many
 * threads. Prints JSON.
 *
 *   node --import tsx server/bench/predict.ts [HOME]
 *
 * With the home folder of a studio that has a model, only its last prediction is timed.
 */
const rounds = 5;

async function main() {
  const [, , home] = process.argv;
  if (home) return compareIn(home);
  const studio = await openTestStudio();
  const { Worker } = await import("../worker/worker");
  const worker = new Worker("bench", { import: 1, run: 1, predict: 1, export: 1 });
  try {
    worker.start();
    const ada = await insertTestUser();
    const { runId, modelId, sceneId, runMs } = await train(ada);
    const prediction = await predict(sceneId, modelId, ada);
    const compared = await compare(studio.home, sceneId, modelId);
    console.log(JSON.stringify({ runId, runMs, prediction, compared }));
  } finally {
    await worker.stop(5000);
    studio.close();
  }
}

async function compareIn(home: string) {
  process.env.TILEWRIGHT_HOME = home;
  const { getDb } = await import("../db/client");
  const newest = await getDb()
    .selectFrom("prediction")
    .select(["model_id", "scene_id"])
    .orderBy("created_at_ms", "desc")
    .executeTakeFirstOrThrow();
  console.log(JSON.stringify(await compare(home, newest.scene_id, newest.model_id)));
}

async function train(me: { id: string }) {
  const { enqueueDemonstration } = await import("../demonstration/enqueue-demonstration");
  const { listProjects } = await import("../projects/list-projects");
  const { listScenes } = await import("../scenes/list-scenes");
  const { freezeDataset } = await import("../datasets/freeze-dataset");
  const { launchRun } = await import("../runs/launch-run");
  const { getRun } = await import("../runs/queries");
  await enqueueDemonstration();
  const project = await until(
    async () => (await listProjects())[0],
    (one) => one.labelledCount > 0,
  );
  const [scene] = await listScenes(project.id);
  if (!scene) throw new Error("The demonstration project has no scene.");
  const dataset = await freezeDataset(
    {
      projectId: project.id,
      name: "Bench",
      sceneIds: [scene.id],
      classIds: project.classes.map((one) => one.id),
      bands: [3, 2, 1],
      split: {
        kind: "blocks",
        shares: { train: 0.7, val: 0.15, test: 0.15 },
        seed: 1,
        blockTiles: 4,
      },
    },
    me,
  );
  const startedMs = Date.now();
  const run = await launchRun({ datasetId: dataset.id, config: { learningRate: 2e-3 } }, me);
  const done: Run = await until(
    () => getRun(run.id),
    (one) => one.endedAtMs !== null,
  );
  if (!done.modelId) throw new Error(`The run ended as ${done.status}: ${done.problem?.message}`);
  const runMs = Date.now() - startedMs;
  return { runId: run.id, modelId: done.modelId, sceneId: scene.id, runMs };
}

async function predict(sceneId: string, modelId: string, me: { id: string }) {
  const { createPrediction } = await import("../predictions/create-prediction");
  const { getPrediction } = await import("../predictions/queries");
  const startedMs = Date.now();
  const { id } = await createPrediction({ sceneId, modelId }, { ...me, permissions: [] });
  const done = await until(
    () => getPrediction(id),
    (one) => one.status !== "queued" && one.status !== "running",
  );
  const { status, tileCount, tilesPerSecond, agreement } = done;
  return { status, tileCount, tilesPerSecond, agreement, wholeMs: Date.now() - startedMs };
}

/** Both ways in turn, so that a busy machine disturbs both alike; the best round of each counts. */
async function compare(home: string, sceneId: string, modelId: string) {
  const { getModel, getOnnxFile } = await import("../models/queries");
  const { getTileGrid } = await import("../predictions/get-tile-grid");
  const { ModelThreads } = await import("../predictions/model-threads");
  const { predictGrid } = await import("../predictions/predict-grid");
  const { getEnv } = await import("../env");
  const model = await getModel(modelId);
  const { grid } = await getTileGrid(sceneId, model);
  const onnx = await ModelThreads.open(getOnnxFile(model));
  const threads = getEnv().threads ?? os.availableParallelism();
  const ours: number[] = [];
  const plain: number[] = [];
  let differing = 0;
  for (let round = 0; round < rounds; round += 1) {
    const output = path.join(home, "plain.u8");
    const args = [
      "bench/plain_predict.py",
      ...["--scene", grid.rasterPath, "--model", getOnnxFile(model)],
      ...["--tile-size", String(grid.tileSizePx), "--bands", grid.recipe.bands.join(",")],
      ...["--threads", String(threads), "--output", output],
    ];
    const options = { cwd: getEnv().trainerFolder, encoding: "utf8" } as const;
    plain.push(JSON.parse(execFileSync(getEnv().python, args, options)).perSecond);
    const startedMs = performance.now();
    const { classes } = await predictGrid(grid, onnx, new AbortController().signal, () => {});
    ours.push((classes.length * 1000) / (performance.now() - startedMs));
    const reference = readFileSync(output);
    differing = classes.filter((byte, tile) => byte !== reference[tile]).length;
  }
  await onnx.close();
  const best = (values: number[]) => Math.round(Math.max(...values));
  return {
    threads,
    tilesPerSecond: best(ours),
    plainTilesPerSecond: best(plain),
    ratio: Number((Math.max(...ours) / Math.max(...plain)).toFixed(2)),
    differingTiles: differing,
  };
}

async function until<Value>(
  ask: () => Promise<Value | undefined>,
  isThere: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (value !== undefined && isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await main();
