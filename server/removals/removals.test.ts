import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiClient, createApiClient } from "@/lib/api-client";
import { newId } from "@/lib/new-id";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestDataset, insertTestModel, insertTestRun } from "../testing/insert-run";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";
import { prepareStart } from "../worker/prepare-start";
import { finishRemovals } from "./finish-removals";
import { planRemoval } from "./plan-removal";

let home: string;
let ada: ApiClient;
let projectId: string;
let datasetId: string;
let runId: string;
let modelId: string;

beforeAll(async () => {
  home = await makeTestHome({ TILEWRIGHT_DEMO: "off" });
  const url = await serveApi();
  const { key } = await makeTestPerson("researcher");
  ada = createApiClient(`${url}/api`, { authorization: `Bearer ${key}` });
});

beforeEach(async () => {
  await getDb().deleteFrom("run").execute();
  await getDb().deleteFrom("dataset").execute();
  ({ projectId } = await insertTestProject());
  datasetId = await insertTestDataset(projectId);
  runId = await insertTestRun(projectId, datasetId, { name: "Alder" });
  modelId = await insertTestModel(runId, { name: "Alder's" });
});

function refusal(message: RegExp) {
  return { data: { body: { code: "conflict", message: expect.stringMatching(message) } } };
}

async function insertPrediction(sceneName: string): Promise<string> {
  const id = newId("prediction");
  const sceneId = await insertTestScene(projectId, { name: sceneName });
  await getDb()
    .insertInto("prediction")
    .values({
      ...{ id, project_id: projectId, scene_id: sceneId, model_id: modelId, job_id: "job" },
      ...{ status: "finished", result_json: null, created_by: null, created_at_ms: Date.now() },
    })
    .execute();
  return id;
}

describe("runs, models and datasets", () => {
  it("are renamed and archived, and keep what they hold", async () => {
    const notes = "Two bands\nwere swapped";
    const changed = { name: " Birch ", notes, tags: ["paper", "paper"], pinned: true };
    expect(await ada.runs.update({ runId, ...changed, archived: true })).toMatchObject({
      ...{ name: "Birch", notes, tags: ["paper"], pinned: true, archived: true },
    });
    expect(await ada.runs.update({ runId, pinned: false })).toMatchObject({
      ...{ name: "Birch", notes, tags: ["paper"], pinned: false, archived: true },
    });
    const model = await ada.models.update({ modelId, name: "M", archived: true });
    expect(model).toMatchObject({ name: "M", archived: true, macroF1: 0.8 });
    const dataset = await ada.datasets.update({ datasetId, archived: true });
    expect(dataset).toMatchObject({ name: "Tiles", archived: true, tileCount: 4 });
    expect(await ada.datasets.update({ datasetId, name: "T" })).toMatchObject({
      ...{ name: "T", archived: true, contentHash: dataset.contentHash },
    });
  });

  it("say their size and go with all their files", async () => {
    const removal = await ada.runs.getRemoval({ runId });
    expect(removal).toEqual({
      ...{ name: "Alder", modelName: "Alder's", bytes: 5710, blocked: null },
      parts: [
        { kind: "checkpoints", bytes: 5000 },
        { kind: "model", bytes: 700 },
        { kind: "records", bytes: 10 },
      ],
    });
    await ada.runs.delete({ runId });
    expect(existsSync(homeFolders.run(runId))).toBe(false);
    await expect(ada.models.get({ modelId })).rejects.toMatchObject({ status: 404 });
    expect(await ada.datasets.getRemoval({ datasetId })).toMatchObject({
      ...{ bytes: 1100, blocked: null },
    });
    await ada.datasets.delete({ datasetId });
    expect(existsSync(homeFolders.dataset(datasetId))).toBe(false);
    expect(existsSync(path.join(homeFolders.packs(), "a".repeat(64)))).toBe(false);
    expect(await getDb().selectFrom("removal").selectAll().execute()).toEqual([]);
  });

  it("lose a model and keep the run, with its checkpoints", async () => {
    expect(await ada.models.getRemoval({ modelId })).toMatchObject({ bytes: 700, blocked: null });
    await ada.models.delete({ modelId });
    expect(await ada.runs.get({ runId })).toMatchObject({ name: "Alder", modelId: null });
    expect(existsSync(path.join(homeFolders.run(runId), "model"))).toBe(false);
    expect(await ada.runs.getRemoval({ runId })).toMatchObject({ bytes: 5010, modelName: null });
  });

  it("keep the decoded tiles that another dataset has too", async () => {
    const other = await insertTestDataset(projectId, { name: "Same", version: 2 });
    expect(await ada.datasets.getRemoval({ datasetId: other })).toMatchObject({ bytes: 100 });
    await ada.datasets.delete({ datasetId: other });
    expect(existsSync(path.join(homeFolders.packs(), "a".repeat(64)))).toBe(true);
  });
});

describe("what is in use", () => {
  it("says which runs learned from a dataset", async () => {
    await insertTestRun(projectId, datasetId, { name: "Newest" });
    const said = /"Tiles" is what the run "Newest" and one other learned from/;
    expect((await ada.datasets.getRemoval({ datasetId })).blocked?.message).toMatch(said);
    await expect(ada.datasets.delete({ datasetId })).rejects.toMatchObject(refusal(said));
    expect(existsSync(homeFolders.dataset(datasetId))).toBe(true);
  });

  it.each(["queued", "starting", "running", "stopping"] as const)(
    "keeps a run that is %s",
    async (status) => {
      const busy = await insertTestRun(projectId, datasetId, { name: "Busy", status });
      const said = status === "queued" ? /waits in the queue/ : /is being trained/;
      await expect(ada.runs.delete({ runId: busy })).rejects.toMatchObject(refusal(said));
      expect(existsSync(homeFolders.run(busy))).toBe(true);
    },
  );

  it("says which scene a model predicted, for its run too", async () => {
    await insertPrediction("Delta");
    const predictionId = await insertPrediction("Fjord");
    const said = /predicted the scene "(Fjord|Delta)" and made one more prediction/;
    await expect(ada.models.delete({ modelId })).rejects.toMatchObject(refusal(said));
    await expect(ada.runs.delete({ runId })).rejects.toMatchObject(refusal(said));
    await getDb().deleteFrom("prediction").where("id", "!=", predictionId).execute();
    const left = /predicted the scene "Fjord"\./;
    await expect(ada.models.delete({ modelId })).rejects.toMatchObject(refusal(left));
  });

  it("says which run starts from a model", async () => {
    const baseModel = `folder:${path.join(homeFolders.run(runId), "model/merged")}`;
    await insertTestRun(projectId, datasetId, { name: "Follower", config: { baseModel } });
    const said = /The run "Follower" starts from the model "Alder's"/;
    await expect(ada.models.delete({ modelId })).rejects.toMatchObject(refusal(said));
    await expect(ada.runs.delete({ runId })).rejects.toMatchObject(refusal(said));
  });
});

describe("a deletion that was cut off between database and disk", () => {
  it("is finished at the next start", async () => {
    // What `delete` does in its transaction, and nothing after it.
    await planRemoval(getDb(), [homeFolders.run(runId)]);
    await getDb().deleteFrom("run").where("id", "=", runId).execute();
    expect(existsSync(homeFolders.run(runId))).toBe(true);
    await prepareStart("worker-test");
    expect(existsSync(homeFolders.run(runId))).toBe(false);
    expect(await getDb().selectFrom("removal").selectAll().execute()).toEqual([]);
  });

  it("never leads out of the home folder", async () => {
    const outside = `${home}-beside`;
    mkdirSync(outside, { recursive: true });
    writeFileSync(path.join(outside, "precious"), "x");
    for (const one of [outside, home]) await planRemoval(getDb(), [one]);
    await finishRemovals();
    expect(existsSync(path.join(outside, "precious"))).toBe(true);
    rmSync(outside, { recursive: true });
    expect(existsSync(home)).toBe(true);
    expect(await getDb().selectFrom("removal").selectAll().execute()).toEqual([]);
  });
});
