import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/new-id";
import {
  insertTestProject,
  insertTestScene,
  openTestStudio,
} from "@/server/testing/open-test-studio";
import { makeTestPerson } from "@/server/testing/people";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let key: string;
let sceneId: string;
let datasetId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  const person = await makeTestPerson("researcher");
  key = person.key;
  const { projectId, classIds } = await insertTestProject({ classes: 2 });
  sceneId = await insertTestScene(projectId, { name: "海湾 bay" });
  const { applyLabels } = await import("@/server/labels/apply-labels");
  const { freezeDataset } = await import("@/server/datasets/freeze-dataset");
  const edits = Array.from({ length: 60 }, (_, tile) => ({
    row: Math.floor(tile / 10),
    col: tile % 10,
    classId: classIds[tile % 2] as string,
  }));
  await applyLabels({ batchId: randomUUID(), sceneId, edits }, person.me);
  const shares = { train: 0.7, val: 0.3, test: 0 };
  const split = { kind: "random" as const, shares, seed: 1 };
  const dataset = await freezeDataset(
    { projectId, name: "Tiles", sceneIds: [sceneId], classIds, bands: [1], split },
    person.me,
  );
  datasetId = dataset.id;
});
afterAll(() => studio.close());

/** A model with one file. */
async function insertModel(fileName: string, content: string): Promise<string> {
  const { getDb } = await import("@/server/db/client");
  const [runId, id] = [newId("run"), newId("model")];
  const { project_id, created_by } = await getDb()
    .selectFrom("dataset")
    .select(["project_id", "created_by"])
    .where("id", "=", datasetId)
    .executeTakeFirstOrThrow();
  const own = { project_id, created_by, dataset_id: datasetId, created_at_ms: 1 };
  await getDb()
    .insertInto("run")
    .values({
      ...own,
      id: runId,
      name: "Run",
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
      started_at_ms: 1,
      ended_at_ms: 1,
    })
    .execute();
  const model = {
    method: "probe",
    baseModel: "starter",
    classes: [],
    recipe: { bands: [1], bandNames: ["1"], low: [0], high: [255], dtype: "uint8" },
    tileSizePx: 64,
    manifest: {
      v: 1,
      architecture: "A",
      method: "probe",
      inputSizePx: 64,
      bands: 1,
      onnxPath: null,
      onnxMaxDifference: null,
      onnxProblem: null,
      files: [{ path: fileName, bytes: content.length, sha256: "0" }],
    },
    accuracy: null,
    macroF1: null,
    scoredOn: "val",
  };
  await getDb()
    .insertInto("model")
    .values({ ...own, id, run_id: runId, name: "M", model_json: JSON.stringify(model) })
    .execute();
  const folder = path.join(studio.home, "runs", runId, "model");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, fileName), content);
  return id;
}

type Handler = (request: Request, route: { params: Promise<never> }) => Promise<Response>;

function ask(
  handler: unknown,
  params: Record<string, unknown>,
  headers: Record<string, string> = { authorization: `Bearer ${key}` },
): Promise<Response> {
  const request = new Request("http://127.0.0.1/api/downloads", { headers });
  return (handler as Handler)(request, { params: Promise.resolve(params) as Promise<never> });
}

describe("downloads of a dataset", () => {
  it("sends its tables, also from where a download stopped", async () => {
    const { GET } = await import("./datasets/[datasetId]/[fileName]/route");
    const whole = await ask(GET, { datasetId, fileName: "table.csv" });
    expect(whole.status).toBe(200);
    expect(whole.headers.get("content-disposition")).toContain('filename="Tiles table.csv"');
    const text = await whole.text();
    expect(text.split("\n")[1]).toContain(`${sceneId},海湾 bay,0,0,A,`);
    const rest = await ask(
      GET,
      { datasetId, fileName: "table.csv" },
      { authorization: `Bearer ${key}`, range: "bytes=10-" },
    );
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(Buffer.from(text).subarray(10));
  });

  it("refuses strangers, other names, and what is not made yet", async () => {
    const { GET } = await import("./datasets/[datasetId]/[fileName]/route");
    expect((await ask(GET, { datasetId, fileName: "tiles.csv" }, {})).status).toBe(401);
    for (const fileName of ["../../tilewright.db", "images.zip", "constructor", ""]) {
      const answer = await ask(GET, { datasetId, fileName });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
    const unknown = await ask(GET, { datasetId: "dst_x", fileName: "tiles.csv" });
    expect(unknown.status).toBe(404);
  });
});

describe("downloads of a model", () => {
  it("finds files by their own names, which may hold a percent sign", async () => {
    const { GET } = await import("./models/[...path]/route");
    const modelId = await insertModel("100%.txt", "all of it");
    const file = await ask(GET, { path: [modelId, "100%.txt"] });
    expect(await file.text()).toBe("all of it");
    for (const name of ["%zz", "%2e%2e/100%.txt", "../spec.json"]) {
      expect((await ask(GET, { path: [modelId, ...name.split("/")] })).status).toBe(404);
    }
    const whole = await ask(GET, { path: [`${modelId}.zip`] });
    const byteSize = (await whole.arrayBuffer()).byteLength;
    expect(whole.headers.get("content-length")).toBe(String(byteSize));
  });
});

describe("downloads of labels", () => {
  it("save under a name that no scene can twist", async () => {
    const { GET } = await import("./scenes/[sceneId]/[fileName]/route");
    const { updateScene } = await import("@/server/scenes/update-scene");
    await updateScene({ sceneId, name: "../a\r\nb\u202e\"'(c)" });
    const answer = await ask(GET, { sceneId, fileName: "labels.csv" });
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename=".._a__b__'(c) labels.csv"; ` +
        "filename*=UTF-8''.._a__b_%22%27%28c%29%20labels.csv",
    );
    await updateScene({ sceneId, name: "海湾 bay" });
  });

  it("sends one line per label with its place on the map", async () => {
    const { GET } = await import("./scenes/[sceneId]/[fileName]/route");
    const answer = await ask(GET, { sceneId, fileName: "labels.csv" });
    expect(answer.headers.get("content-disposition")).toContain("filename*=UTF-8''");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines).toHaveLength(61);
    expect(lines[12]).toMatch(/^1,1,B,.+,96,-96,$/);
  });
});
