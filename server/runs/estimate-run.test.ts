import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunConfigInput, runConfigSchema } from "@/lib/contracts/run-spec";
import { newId } from "@/lib/new-id";
import { insertTestProject, openTestStudio } from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let projectId: string;
let datasetId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  ({ projectId } = await insertTestProject());
  datasetId = await insertDataset({ train: 1000, val: 300, test: 0 });
});
afterAll(() => studio.close());

async function insertDataset(counts: { train: number; val: number; test: number }, version = 1) {
  const { getDb } = await import("../db/client");
  const id = newId("dataset");
  await getDb()
    .insertInto("dataset")
    .values({
      id,
      project_id: projectId,
      name: "Tiles",
      version,
      dataset_json: JSON.stringify({
        classes: [],
        sceneIds: [],
        sceneNames: [],
        tileSizePx: 64,
        recipe: { bands: [1], bandNames: ["red"], low: [0], high: [255], dtype: "uint8" },
        split: { kind: "imported" },
        tileCount: counts.train + counts.val + counts.test,
        counts,
      }),
      content_hash: "0".repeat(64),
      created_by: null,
      created_at_ms: Date.now(),
    })
    .execute();
  return id;
}

/** A run of five epochs that trained 100 tiles a second. */
async function insertRun(
  config: RunConfigInput,
  { workedMs = 61_000, peakMemoryBytes = 5e8, status = "finished" } = {},
): Promise<void> {
  const { getDb } = await import("../db/client");
  const { noRunProgress } = await import("./queries");
  await getDb()
    .insertInto("run")
    .values({
      id: newId("run"),
      project_id: projectId,
      dataset_id: datasetId,
      name: "Run",
      config_json: JSON.stringify(runConfigSchema.parse(config)),
      status,
      progress_json: JSON.stringify({ ...noRunProgress, epoch: 5 }),
      latest_json: "{}",
      best_json: "{}",
      started_json: null,
      result_json: JSON.stringify({
        samplesPerSecond: 100,
        peakMemoryBytes,
        peakMemoryKind: "resident",
      }),
      problem_json: null,
      job_id: null,
      process_json: null,
      created_by: null,
      created_at_ms: Date.now(),
      started_at_ms: 1,
      ended_at_ms: Date.now(),
      worked_ms: workedMs,
    })
    .execute();
}

async function estimate(config: RunConfigInput, id = datasetId) {
  const { estimateRun } = await import("./estimate-run");
  return estimateRun({ datasetId: id, config: runConfigSchema.parse(config) });
}

describe("estimateRun", () => {
  it("says that nothing is known before the first run of a kind", async () => {
    await insertRun({ method: "full" }, { status: "failed" });
    expect(await estimate({ method: "full" })).toEqual({
      runCount: 0,
      durationMs: null,
      tilesPerSecond: null,
      peakMemory: null,
      leastMemoryBytes: null,
    });
  });

  it("repeats what a run of the same kind took, and scales it", async () => {
    // 5 epochs of 1,000 tiles and 6 times 300 judged tiles take 56 s at 100 tiles a second.
    await insertRun({ method: "lora" }, { workedMs: 63_000 });
    const same = await estimate({ method: "lora" });
    expect(same).toMatchObject({ runCount: 1, durationMs: 63_000, tilesPerSecond: 100 });
    expect((await estimate({ method: "lora", epochs: 10 })).durationMs).toBe(118_000);
    const larger = await insertDataset({ train: 10_000, val: 0, test: 0 }, 2);
    expect((await estimate({ method: "lora" }, larger)).durationMs).toBe(507_000);
  });

  it("does not mix kinds, and names the batch that the memory was measured with", async () => {
    await insertRun({ method: "lora", batchSize: 256 }, { peakMemoryBytes: 9e8 });
    expect((await estimate({ method: "lora", batchSize: 300 })).peakMemory).toEqual({
      bytes: 9e8,
      kind: "resident",
      batchSize: 256,
    });
    expect((await estimate({ method: "lora", batchSize: 32 })).peakMemory?.batchSize).toBe(64);
    expect((await estimate({ method: "lora", precision: "bf16" })).runCount).toBe(0);
    expect((await estimate({ method: "lora", device: "cuda" })).runCount).toBe(0);
    expect((await estimate({ method: "lora", device: "cpu" })).runCount).toBe(2);
  });

  it("counts weights, gradients and optimizer of a model that was looked at", async () => {
    const { stat } = await import("node:fs/promises");
    const { keepBaseModelFacts } = await import("../base-models/base-model-facts");
    const { resolveBaseModel } = await import("../base-models/resolve-base-model");
    const folder = await resolveBaseModel("starter");
    await keepBaseModelFacts(folder, (await stat(`${folder}/config.json`)).mtimeMs, {
      architecture: "Net",
      parameters: 1_000_000,
      inputSizePx: 64,
      channels: 3,
      linearModules: [{ name: "fc", count: 2, widthSum: 1000 }],
      autoTargets: ["fc"],
      poolings: ["mean"],
    });
    expect((await estimate({ method: "full" })).leastMemoryBytes).toBe(16_000_000);
    expect((await estimate({ method: "lora" })).leastMemoryBytes).toBe(4_096_000);
  });

  it("refuses a dataset or a model that is not there, beside its field", async () => {
    const { AppError } = await import("@/lib/errors");
    const issuesOf = async (asked: Promise<unknown>) =>
      asked.then(
        () => [],
        (thrown) => (thrown instanceof AppError ? thrown.toProblem().issues : []),
      );
    expect(await issuesOf(estimate({}, newId("dataset")))).toMatchObject([{ path: "datasetId" }]);
    expect(await issuesOf(estimate({ baseModel: "nothing" }))).toMatchObject([
      { path: "config.baseModel" },
    ]);
  });
});
