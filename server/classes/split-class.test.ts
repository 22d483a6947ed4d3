import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SplitClassInput } from "@/lib/contracts/classes";
import { newId } from "@/lib/new-id";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

async function openLabelled() {
  const [{ applyLabels }, { splitClass }, { countLabels }, { getProject }, revertings] =
    await Promise.all([
      import("../labels/apply-labels"),
      import("./split-class"),
      import("../labels/count-labels"),
      import("../projects/get-project"),
      import("./revert-class-change"),
    ]);
  const [ada, bob] = [await insertTestUser("Ada"), await insertTestUser("Bob")];
  const { projectId, classIds } = await insertTestProject({ classes: 3 });
  const first = await insertTestScene(projectId);
  const second = await insertTestScene(projectId);
  const [forest, water, town] = classIds as [string, string, string];
  const label = (sceneId: string, tiles: number[], classId: string, author = ada) =>
    applyLabels(
      { batchId: randomUUID(), sceneId, edits: tiles.map((col) => ({ row: 0, col, classId })) },
      author,
    );
  await label(first, [0, 1, 2, 3], forest);
  await label(first, [4, 5], forest, bob);
  await label(first, [6], water);
  await label(second, [0, 1], forest, bob);
  const split = (part: Partial<SplitClassInput>) =>
    splitClass(
      {
        ...{ projectId, fromClassId: forest, into: { name: "Conifers" }, preview: false },
        ...{ filter: { sceneIds: [first] }, ...part },
      },
      ada,
    );
  return {
    ...{ ada, bob, projectId, first, second, forest, water, town, label, split },
    classes: async () => (await getProject(projectId)).classes,
    countsOf: async (sceneId: string) => (await countLabels(sceneId, ada)).classCounts,
    revert: (actId: string | null) =>
      revertings.revertClassChange({ projectId, actId: actId ?? "" }, ada),
  };
}

/** A finished prediction that says one class of a scene's first tiles and another of the rest. */
async function insertPrediction(
  opened: Awaited<ReturnType<typeof openLabelled>>,
  sceneId: string,
  firstCount: number,
): Promise<string> {
  const { getDb } = await import("../db/client");
  const { homeFolders } = await import("../env");
  const { projectId, forest, water } = opened;
  const own = { project_id: projectId, created_by: null, created_at_ms: 1 };
  const [predictionId, modelId] = [newId("prediction"), newId("model")];
  const classes = [
    { id: forest, index: 0, name: "A", colour: "#111111", count: firstCount },
    { id: water, index: 1, name: "B", colour: "#222222", count: 100 - firstCount },
  ];
  const [datasetId, runId] = [newId("dataset"), newId("run")];
  await getDb()
    .insertInto("dataset")
    .values({ ...own, id: datasetId, name: "D", version: 1, dataset_json: "{}", content_hash: "" })
    .execute();
  await getDb()
    .insertInto("run")
    .values({
      ...{ ...own, id: runId, dataset_id: datasetId, name: "R", status: "finished" },
      ...{ config_json: "{}", progress_json: "{}", latest_json: "{}", best_json: "{}" },
      ...{ started_json: null, result_json: null, problem_json: null, job_id: null },
      ...{ process_json: null, started_at_ms: 1, ended_at_ms: 1 },
    })
    .execute();
  await getDb()
    .insertInto("model")
    .values({
      ...{ ...own, id: modelId, run_id: runId, dataset_id: datasetId },
      ...{ name: "Model", model_json: "{}" },
    })
    .execute();
  await getDb()
    .insertInto("prediction")
    .values({
      ...own,
      ...{ id: predictionId, scene_id: sceneId, model_id: modelId, job_id: newId("job") },
      status: "finished",
      result_json: JSON.stringify({
        ...{ classes, tileCount: 100, meanConfidence: 1, agreement: null },
        ...{ durationMs: 1, tilesPerSecond: 1 },
      }),
    })
    .execute();
  const folder = homeFolders.prediction(predictionId);
  mkdirSync(folder, { recursive: true });
  const plane = Uint8Array.from({ length: 100 }, (_, tile) => (tile < firstCount ? 1 : 2));
  writeFileSync(path.join(folder, "classes.u8"), plane);
  writeFileSync(path.join(folder, "confidence.u8"), new Uint8Array(100).fill(255));
  return predictionId;
}

describe("splitClass", () => {
  it("says beforehand which tiles go and how many stay, and changes nothing", async () => {
    const { split, classes, countsOf, bob, first } = await openLabelled();
    const before = [await classes(), await countsOf(first)];
    const preview = await split({ filter: { authorIds: [bob.id] }, preview: true });
    expect(preview).toMatchObject({ tileCount: 4, stayCount: 4, intoClassId: null, actId: null });
    expect(preview.scenes.map((scene) => scene.tileCount)).toEqual([2, 2]);
    expect([await classes(), await countsOf(first)]).toEqual(before);
  });

  it("makes the new class beside the old one, with a colour and a key", async () => {
    const { split, classes, countsOf, first, second, forest } = await openLabelled();
    const done = await split({});
    expect(done).toMatchObject({ tileCount: 6, stayCount: 2, applied: true });
    const list = await classes();
    expect(list.map((one) => one.name)).toEqual(["A", "Conifers", "B", "C"]);
    expect(list[1]).toMatchObject({ id: done.intoClassId, index: 3, key: "4", archived: false });
    expect(await countsOf(first)).toMatchObject({ [done.intoClassId ?? ""]: 6 });
    expect((await countsOf(second))[forest]).toBe(2);
  });

  it("goes by author and scene together", async () => {
    const { split, bob, first } = await openLabelled();
    const filter = { authorIds: [bob.id], sceneIds: [first] };
    expect((await split({ filter })).tileCount).toBe(2);
  });

  it("goes by what a prediction says; scenes without one stay", async () => {
    const opened = await openLabelled();
    const { split, first, water } = opened;
    const predictionId = await insertPrediction(opened, first, 3);
    const predicted = { predictionIds: [predictionId], classIds: [water] };
    const done = await split({ filter: { predicted } });
    expect(done.scenes).toMatchObject([{ sceneId: first, tileCount: 3 }]);
    const twice = { predictionIds: [predictionId, predictionId], classIds: [water] };
    await expect(split({ filter: { predicted: twice } })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("takes picked tiles of any class or none into a fresh class", async () => {
    const { split, countsOf, first, water } = await openLabelled();
    const tiles = [0, 6, 7].map((col) => ({ row: 0, col }));
    const filter = { picked: { sceneId: first, tiles } };
    const done = await split({ fromClassId: null, filter });
    expect(done).toMatchObject({ tileCount: 3, stayCount: 0 });
    expect((await countsOf(first))[water] ?? 0).toBe(0);
    const ofForest = { fromClassId: done.intoClassId, into: { classId: water }, filter };
    expect((await split(ofForest)).tileCount).toBe(3);
  });

  it("is reverted whole, with the class that it made", async () => {
    const { split, revert, classes, countsOf, first, second, forest, bob } = await openLabelled();
    const { actId, intoClassId } = await split({ filter: { authorIds: [bob.id] } });
    expect(await revert(actId)).toMatchObject({ revertedCount: 4, keptCount: 0 });
    expect((await countsOf(first))[forest]).toBe(6);
    expect((await countsOf(second))[forest]).toBe(2);
    const made = (await classes()).find((one) => one.id === intoClassId);
    expect(made).toMatchObject({ archived: true, key: null });
    // The same name brings that class back instead of making a second one.
    expect((await split({})).intoClassId).toBe(intoClassId);
  });

  it("keeps the class that it made while somebody uses it", async () => {
    const { split, revert, classes, label, first } = await openLabelled();
    const { actId, intoClassId } = await split({});
    await label(first, [9], intoClassId ?? "");
    await revert(actId);
    const made = (await classes()).find((one) => one.id === intoClassId);
    expect(made).toMatchObject({ archived: false });
  });

  it("refuses what makes no sense", async () => {
    const { split, first, forest, town } = await openLabelled();
    const elsewhere = await insertTestScene((await insertTestProject()).projectId);
    const problem = { code: "invalid_input" };
    await expect(split({ filter: {} })).rejects.toMatchObject(problem);
    await expect(split({ fromClassId: null })).rejects.toMatchObject(problem);
    await expect(split({ into: { name: "b" } })).rejects.toMatchObject(problem);
    await expect(split({ into: { classId: forest } })).rejects.toMatchObject(problem);
    await expect(split({ filter: { sceneIds: [elsewhere] } })).rejects.toMatchObject(problem);
    const outside = { picked: { sceneId: first, tiles: [{ row: 10, col: 0 }] } };
    await expect(split({ filter: outside })).rejects.toMatchObject(problem);
    await expect(split({ fromClassId: town })).rejects.toMatchObject({ code: "conflict" });
  });
});
