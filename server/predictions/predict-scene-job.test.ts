import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me, Role } from "@/lib/contracts/auth";
import { modelManifestSchema } from "@/lib/contracts/trainer-events";
import { newId } from "@/lib/new-id";
import { permissionsOf } from "../auth/permissions";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

const trainerFolder = path.resolve("server/trainer");
const python = path.join(trainerFolder, ".venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Skipped: there is no Python at ${python}.`);

const caseName = "edges";

describe.runIf(hasPython)("predicting a scene", () => {
  let studio: Awaited<ReturnType<typeof openTestStudio>>;
  let ada: Me;
  let projectId: string;
  let classIds: string[];
  let sceneId: string;
  let modelId: string;
  let expected: { position: number; probability: number }[];

  beforeAll(async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tilewright-reference-"));
    const env = { ...process.env, PYTHONPATH: trainerFolder };
    for (const args of [
      ["tests/reference_tiles.py", folder],
      ["tests/reference_model.py", folder, caseName],
    ]) {
      execFileSync(python, args, { cwd: trainerFolder, env });
    }
    expected = JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8"));
    studio = await openTestStudio();
    ada = await insertTestUser();
    ({ projectId, classIds } = await insertTestProject({ classes: 4 }));
    sceneId = await insertTestScene(projectId, {
      rows: 5,
      cols: 4,
      widthPx: 219,
      heightPx: 300,
      bandCount: 4,
      dtype: "uint16",
    });
    const sceneFolder = path.join(studio.home, "scenes", sceneId);
    mkdirSync(sceneFolder, { recursive: true });
    copyFileSync(path.join(folder, `${caseName}.tif`), path.join(sceneFolder, "scene.tif"));
    modelId = await insertModel(path.join(folder, "model.onnx"));
  }, 60_000);
  afterAll(() => studio.close());

  /** A model of the classes D, B, C (in this order) that takes bands 4 and 2. */
  async function insertModel(onnxFile: string): Promise<string> {
    const { getDb } = await import("../db/client");
    const [datasetId, runId, id] = [newId("dataset"), newId("run"), newId("model")];
    const recipe = { bands: [4, 2], bandNames: ["4", "2"], low: [10.5, 11.5], high: [200, 200] };
    const nowMs = Date.now();
    const own = { project_id: projectId, created_by: ada.id, created_at_ms: nowMs };
    await getDb()
      .insertInto("dataset")
      .values({
        ...own,
        id: datasetId,
        name: "D",
        version: 1,
        dataset_json: "{}",
        content_hash: "",
      })
      .execute();
    await getDb()
      .insertInto("run")
      .values({
        ...own,
        id: runId,
        dataset_id: datasetId,
        name: "R",
        config_json: "{}",
        status: "finished",
        progress_json: "{}",
        latest_json: "{}",
        best_json: "{}",
        started_json: null,
        result_json: null,
        problem_json: null,
        job_id: null,
        process_json: null,
        started_at_ms: nowMs,
        ended_at_ms: nowMs,
      })
      .execute();
    const classes = [3, 1, 2].map((index, position) => ({
      id: classIds[index],
      index: position,
      name: "then",
      colour: "#000000",
    }));
    const manifest = modelManifestSchema.parse({
      v: 1,
      architecture: "Means",
      method: "full",
      inputSizePx: 64,
      bands: 2,
      onnxPath: "model.onnx",
      onnxMaxDifference: 0,
      onnxProblem: null,
      files: [{ path: "model.onnx", bytes: 1, sha256: "0" }],
    });
    const model = {
      method: "full",
      baseModel: "starter",
      classes,
      recipe: { ...recipe, dtype: "uint16" },
      tileSizePx: 64,
      manifest,
      accuracy: null,
      macroF1: null,
      scoredOn: "val",
    };
    await getDb()
      .insertInto("model")
      .values({
        ...own,
        id,
        run_id: runId,
        dataset_id: datasetId,
        name: "Means",
        model_json: JSON.stringify(model),
      })
      .execute();
    const modelFolder = path.join(studio.home, "runs", runId, "model");
    mkdirSync(modelFolder, { recursive: true });
    copyFileSync(onnxFile, path.join(modelFolder, "model.onnx"));
    return id;
  }

  async function predict(signal = new AbortController().signal) {
    const { createPrediction } = await import("./create-prediction");
    const { predictSceneJob } = await import("./predict-scene-job");
    const { getPrediction } = await import("./queries");
    const created = await createPrediction({ sceneId, modelId }, ada);
    const reported: number[] = [];
    const context = {
      jobId: created.jobId,
      attempt: 1,
      createdBy: ada.id,
      signal,
      report: (progress: { done?: number | null }) => reported.push(progress.done ?? 0),
      setSubject: async () => {},
    };
    const run = predictSceneJob.run({ predictionId: created.id }, context);
    return { created, run, reported, get: () => getPrediction(created.id) };
  }

  it("says of every tile what Python says, in the project's classes", async () => {
    const { applyLabels } = await import("../labels/apply-labels");
    await applyLabels(
      {
        batchId: randomUUID(),
        sceneId,
        edits: [
          { row: 0, col: 0, classId: classIds[0] as string },
          { row: 0, col: 1, classId: classIds[1] as string },
        ],
      },
      ada,
    );
    const { created, run, reported, get } = await predict();
    await run;
    const done = await get();
    expect(done).toMatchObject({ status: "finished", tileCount: 20 });
    expect(done.classes.map((one) => [one.index, one.name])).toEqual([
      [3, "D"],
      [1, "B"],
      [2, "C"],
    ]);
    expect(done.classes.reduce((sum, one) => sum + one.count, 0)).toBe(20);
    // A is not among the model's classes, so only the label of B can be compared.
    expect(done.agreement?.comparedCount).toBe(1);
    expect(Math.max(...reported)).toBe(20);
    const { getPredictionPlanes } = await import("./get-prediction-planes");
    const planes = await getPredictionPlanes(created.id);
    const bytes = [...Buffer.from(planes.classes, "base64")];
    expect(bytes).toEqual(expected.map((one) => ([3, 1, 2][one.position] as number) + 1));
    Buffer.from(planes.confidence, "base64").forEach((byte, tile) => {
      const probability = expected[tile]?.probability as number;
      expect(Math.abs(byte - 255 * probability)).toBeLessThan(0.51);
    });
    const raster = path.join(studio.home, "predictions", created.id, "class.tif");
    const script =
      "import json,sys,rasterio; d=rasterio.open(sys.argv[1]); print(json.dumps([d.read(1).ravel().tolist(), list(d.transform)[:6]]))";
    const read = JSON.parse(execFileSync(python, ["-c", script, raster], { encoding: "utf8" }));
    expect(read[0]).toEqual(bytes);
    expect(read[1].slice(0, 6)).toEqual([64, 0, 0, 0, -64, 0]);
    const { listPredictionLines } = await import("./list-prediction-lines");
    let csv = "";
    for await (const part of listPredictionLines(created.id)) csv += part;
    expect(csv.trimEnd().split("\n")).toHaveLength(21);
  });

  it("agrees with itself on a single tile", async () => {
    const { predictTile } = await import("./predict-tile");
    const tile = await predictTile({ modelId, sceneId, row: 4, col: 3 });
    const reference = expected[19];
    expect(tile.classIndex).toBe([3, 1, 2][reference?.position as number]);
    expect(Math.max(...tile.probabilities)).toBeCloseTo(reference?.probability as number, 4);
    await expect(predictTile({ modelId, sceneId, row: 5, col: 0 })).rejects.toThrow(
      "no tile row 5",
    );
  });

  it("says so when the class of a tile was deleted since", async () => {
    const { getDb } = await import("../db/client");
    const { predictTile } = await import("./predict-tile");
    const position = expected[19]?.position as number;
    const classId = classIds[[3, 1, 2][position] as number] as string;
    const row = await getDb()
      .selectFrom("class")
      .selectAll()
      .where("id", "=", classId)
      .executeTakeFirstOrThrow();
    const labels = await getDb()
      .selectFrom("label")
      .selectAll()
      .where("class_id", "=", classId)
      .execute();
    await getDb().deleteFrom("label").where("class_id", "=", classId).execute();
    await getDb().deleteFrom("class").where("id", "=", classId).execute();
    await expect(predictTile({ modelId, sceneId, row: 4, col: 3 })).rejects.toMatchObject({
      code: "conflict",
    });
    await getDb().insertInto("class").values(row).execute();
    if (labels.length > 0) await getDb().insertInto("label").values(labels).execute();
  });

  it("stops when it is canceled and leaves nothing behind", async () => {
    const abort = new AbortController();
    abort.abort("canceled");
    const { created, run, get } = await predict(abort.signal);
    await expect(run).rejects.toBe("canceled");
    const { predictSceneJob } = await import("./predict-scene-job");
    await predictSceneJob.onEnded?.({ predictionId: created.id }, "canceled", null);
    expect((await get()).status).toBe("canceled");
    expect(existsSync(path.join(studio.home, "predictions", created.id))).toBe(false);
  });

  it("is deleted by its author, by researchers and by administrators only", async () => {
    const { createPrediction } = await import("./create-prediction");
    const { deletePrediction } = await import("./delete-prediction");
    const as = async (role: Role): Promise<Me> => ({
      ...(await insertTestUser(role)),
      role,
      permissions: permissionsOf(role),
    });
    const analyst = await as("analyst");
    const foreign = await createPrediction({ sceneId, modelId }, ada);
    for (const role of ["analyst", "reviewer"] as const) {
      await expect(deletePrediction(foreign.id, await as(role))).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await deletePrediction(foreign.id, await as("researcher"));
    const own = await createPrediction({ sceneId, modelId }, analyst);
    await deletePrediction(own.id, analyst);
    const other = await createPrediction({ sceneId, modelId }, ada);
    await deletePrediction(other.id, await as("administrator"));
  });

  it("refuses scenes that a model cannot understand, and says why", async () => {
    const { createPrediction } = await import("./create-prediction");
    const narrow = await insertTestScene(projectId, {
      bandCount: 3,
      dtype: "uint16",
      name: "Narrow",
    });
    await expect(createPrediction({ sceneId: narrow, modelId }, ada)).rejects.toThrow(
      '"Means" needs band 4; "Narrow" has 3 bands.',
    );
    const bytes = await insertTestScene(projectId, { bandCount: 4, name: "Bytes" });
    await expect(createPrediction({ sceneId: bytes, modelId }, ada)).rejects.toThrow(
      '"Means" was trained on uint16 values; "Bytes" holds uint8.',
    );
  });

  it("hands out the files of a model that its manifest lists, and no others", async () => {
    const { findModelFile } = await import("../models/find-model-file");
    const { getModel } = await import("../models/queries");
    const model = await getModel(modelId);
    expect(await findModelFile(model, "model.onnx")).toMatch(/model\/model\.onnx$/);
    for (const wanted of ["../spec.json", "model.onnx/..", "/etc/passwd", "", "other.json"]) {
      await expect(findModelFile(model, wanted)).rejects.toThrow("has no file");
    }
  });
});
