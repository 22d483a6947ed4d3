import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { type ExportSource, exportFormatSchema } from "@/lib/contracts/exports";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { parseCsv } from "../csv";
import { freezeDataset } from "../datasets/freeze-dataset";
import { getDb, inTransaction } from "../db/client";
import { claimJob } from "../jobs/claim-job";
import { enqueueJob } from "../jobs/enqueue-job";
import { getJob } from "../jobs/queries";
import { applyLabels } from "../labels/apply-labels";
import {
  beginPredictionFolder,
  publishPredictionFolder,
  writePlanes,
} from "../predictions/prediction-folder";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { runJob } from "../worker/run-job";
import { createExport } from "./create-export";
import { findExport } from "./find-export";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Exports are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 120_000 });

let me: Me;
let projectId: string;
let classIds: string[];
let version = 90;

beforeAll(async () => {
  await makeTestHome();
  me = await insertTestUser();
  ({ projectId, classIds } = await insertTestProject({ classes: 2 }));
});

/** Labels every tile of a new scene, classes in turn. */
async function insertLabelled(name: string, rows: number, cols: number): Promise<string> {
  const sceneId = await insertTestScene(projectId, { name, rows, cols });
  const edits = Array.from({ length: rows * cols }, (_, tile) => ({
    ...{ row: Math.floor(tile / cols), col: tile % cols },
    classId: classIds[tile % 2] as string,
  }));
  await applyLabels({ batchId: crypto.randomUUID(), sceneId, edits }, me);
  return sceneId;
}

/** Gives scenes a place on the ground. */
async function placeScene(sceneId: string, code: string): Promise<void> {
  const row = await getDb()
    .selectFrom("scene")
    .select("facts_json")
    .where("id", "=", sceneId)
    .executeTakeFirstOrThrow();
  const crs = { code, wkt: null, proj4: null, unit: "m" };
  const transform = [10, 0, 500_000, 0, -10, 5_200_000];
  const facts_json = JSON.stringify({ ...JSON.parse(row.facts_json), crs, transform });
  await getDb().updateTable("scene").set({ facts_json }).where("id", "=", sceneId).execute();
}

async function freeze(sceneIds: string[]): Promise<string> {
  const shares = { train: 0.5, val: 0.25, test: 0.25 };
  const plan = {
    ...{ projectId, name: "Frozen", sceneIds, classIds, bands: [1, 2, 3] },
    split: { kind: "random" as const, shares, seed: 1 },
  };
  return (await freezeDataset(plan, me)).id;
}

async function write(source: ExportSource, format: (typeof exportFormatSchema.options)[number]) {
  const { jobId } = await createExport({ source, format }, me);
  const row = await claimJob("test", { import: 1, run: 1, predict: 1, export: 1 });
  if (row?.id !== jobId) throw new Error(`claimed ${row?.id} instead of ${jobId}`);
  await runJob(row, "test", new AbortController().signal);
  return getJob(jobId);
}

describe.skipIf(!hasPython)("exports of a dataset", () => {
  it("hold the tiles of every scene as they were frozen, with their parts", async () => {
    const first = await insertLabelled("North", 4, 5);
    const second = await insertLabelled("South, =1", 3, 4);
    const datasetId = await freeze([first, second]);
    // What is labelled later is not in it.
    const edits = [{ row: 0, col: 0, classId: classIds[1] as string }];
    await applyLabels({ batchId: crypto.randomUUID(), sceneId: first, edits }, me);
    const job = await write({ what: "dataset", datasetId }, "csv");
    expect(job).toMatchObject({ status: "finished", subjectId: datasetId });
    const file = await findExport(job.id);
    expect(file.fileName).toBe("Frozen.csv");
    const [header = [], ...lines] = parseCsv(await readFile(file.path, "utf8"));
    expect(header.slice(0, 5)).toEqual(["scene", "row", "col", "class", "split"]);
    expect(lines).toHaveLength(32);
    expect(lines[0]?.slice(0, 4)).toEqual(["North", "0", "0", "A"]);
    expect(lines[31]?.slice(0, 4)).toEqual(["South, =1", "2", "3", "B"]);
    const parts = lines.map((line) => line[4]);
    expect(parts.filter((part) => part === "train").length).toBeGreaterThan(10);
    expect(new Set(parts)).toEqual(new Set(["train", "val", "test"]));
  });

  it("come in every format", async () => {
    const sceneIds = [await insertLabelled("East", 4, 4), await insertLabelled("West", 4, 4)];
    await placeScene(sceneIds[0] as string, "EPSG:32633");
    await placeScene(sceneIds[1] as string, "EPSG:32634");
    const source = { what: "dataset" as const, datasetId: await freeze(sceneIds) };
    for (const format of exportFormatSchema.options) {
      const job = await write(source, format);
      expect(job.problem, format).toBeNull();
      const file = await findExport(job.id);
      expect((await readFile(file.path)).length, format).toBeGreaterThan(100);
      if (format === "geotiff") expect(file.fileName).toBe("Frozen.tif.zip");
    }
  });
});

/** A finished prediction: class B everywhere, less sure from tile to tile. */
async function insertPrediction(sceneId: string, tiles: number): Promise<string> {
  const own = { project_id: projectId, created_by: me.id, created_at_ms: Date.now() };
  const ids = { dataset: newId("dataset"), run: newId("run"), model: newId("model") };
  const predictionId = newId("prediction");
  version += 1;
  await getDb()
    .insertInto("dataset")
    .values({
      ...{ ...own, id: ids.dataset, name: "D", version, content_hash: "" },
      dataset_json: '{"sceneIds":[]}',
    })
    .execute();
  const json = { config_json: "{}", progress_json: "{}", latest_json: "{}", best_json: "{}" };
  await getDb()
    .insertInto("run")
    .values({
      ...{ ...own, ...json, id: ids.run, dataset_id: ids.dataset, name: "R" },
      status: "finished",
    })
    .execute();
  await getDb()
    .insertInto("model")
    .values({
      ...{ ...own, id: ids.model, run_id: ids.run, dataset_id: ids.dataset, name: "M" },
      model_json: "{}",
    })
    .execute();
  const classes = classIds.map((id, index) => ({
    ...{ id, index, name: index === 0 ? "A" : "B", colour: "#1f78b4" },
    count: index === 0 ? 0 : tiles,
  }));
  await inTransaction(async (trx) => {
    const jobId = await enqueueJob(trx, {
      kind: "prediction.predict",
      payload: { predictionId },
      projectId,
      title: sentence("server.titles.predictScene", { name: "Valley" }),
      createdBy: me.id,
    });
    await trx.updateTable("job").set({ status: "finished" }).where("id", "=", jobId).execute();
    await trx
      .insertInto("prediction")
      .values({
        ...{ ...own, id: predictionId, scene_id: sceneId, model_id: ids.model, job_id: jobId },
        status: "finished",
        result_json: JSON.stringify({
          ...{ classes, tileCount: tiles, meanConfidence: 0.5, agreement: null },
          ...{ durationMs: 1, tilesPerSecond: 1 },
        }),
      })
      .execute();
  });
  const folder = await beginPredictionFolder(predictionId);
  await writePlanes(folder, {
    // The last tile has none.
    classes: Uint8Array.from({ length: tiles }, (_, tile) => (tile === tiles - 1 ? 0 : 2)),
    confidence: Uint8Array.from({ length: tiles }, (_, tile) => 255 - 51 * tile),
  });
  await publishPredictionFolder(predictionId);
  return predictionId;
}

describe.skipIf(!hasPython)("exports of a prediction", () => {
  it("hold the class and how sure the model is of it", async () => {
    const sceneId = await insertTestScene(projectId, { name: "Valley", rows: 2, cols: 3 });
    const predictionId = await insertPrediction(sceneId, 6);
    const job = await write({ what: "prediction", predictionId }, "csv");
    expect(job).toMatchObject({ status: "finished", subjectId: sceneId, problem: null });
    const file = await findExport(job.id);
    expect(file.fileName).toBe("Valley prediction.csv");
    const [header, ...lines] = parseCsv(await readFile(file.path, "utf8"));
    expect(header?.slice(0, 6)).toEqual([
      ...["row", "col", "class", "author", "labelledAt", "confidence"],
    ]);
    expect(lines.map((line) => line.slice(0, 6))).toEqual([
      ["0", "0", "B", "", "", "1.0"],
      ["0", "1", "B", "", "", "0.8"],
      ["0", "2", "B", "", "", "0.6"],
      ["1", "0", "B", "", "", "0.4"],
      ["1", "1", "B", "", "", "0.2"],
    ]);
  });

  it("come in every format", async () => {
    const sceneId = await insertTestScene(projectId, { name: "Placed", rows: 2, cols: 3 });
    await placeScene(sceneId, "EPSG:32633");
    const source = {
      what: "prediction" as const,
      predictionId: await insertPrediction(sceneId, 6),
    };
    for (const format of exportFormatSchema.options) {
      const job = await write(source, format);
      expect(job.problem, format).toBeNull();
      expect((await readFile((await findExport(job.id)).path)).length).toBeGreaterThan(100);
    }
  });

  it("wait until the prediction is done", async () => {
    const sceneId = await insertTestScene(projectId, { name: "Open", rows: 2, cols: 3 });
    const predictionId = await insertPrediction(sceneId, 6);
    await getDb().updateTable("prediction").set({ status: "running" }).execute();
    const asked = createExport({ source: { what: "prediction", predictionId }, format: "csv" }, me);
    await expect(asked).rejects.toMatchObject({ code: "conflict" });
  });
});
