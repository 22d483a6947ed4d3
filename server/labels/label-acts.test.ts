import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { permissionsOf } from "../auth/permissions";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let ada: Me;
let bob: Me;
let root: Me;
let projectId: string;
let forest: string;
let water: string;

async function person(name: string, role: Me["role"]): Promise<Me> {
  const { id } = await insertTestUser(name);
  return { id, name, email: `${name}@example.org`, role, permissions: permissionsOf(role) } as Me;
}

beforeAll(async () => {
  studio = await openTestStudio();
  ada = await person("Ada", "analyst");
  bob = await person("Bob", "researcher");
  root = await person("Root", "administrator");
  let classIds: string[];
  ({ projectId, classIds } = await insertTestProject({ classes: 2 }));
  [forest, water] = classIds as [string, string];
});
afterAll(() => studio.close());

async function load() {
  const [{ applyLabels }, { revertLabelAct }, { listLabelActs }, { listLabelHistory }, planes] =
    await Promise.all([
      import("./apply-labels"),
      import("./revert-label-act"),
      import("./list-label-acts"),
      import("./list-label-history"),
      import("./get-label-plane"),
    ]);
  const planeOf = async (sceneId: string) =>
    [...Buffer.from((await planes.getLabelPlane(sceneId)).plane, "base64")].join("");
  return { applyLabels, revertLabelAct, listLabelActs, listLabelHistory, planeOf };
}

/** Labels the tiles of a scene of one row. */
async function label(
  sceneId: string,
  cols: readonly number[],
  classId: string | null,
  who: Me,
  part: { act?: "lasso" | "key" | "undo"; actId?: string } = {},
): Promise<string> {
  const { applyLabels } = await load();
  const batchId = randomUUID();
  const edits = cols.map((col) => ({ row: 0, col, classId }));
  await applyLabels({ batchId, sceneId, act: "lasso", edits, ...part }, who);
  return part.actId ?? batchId;
}

const list = { minTiles: 1, limit: 50 };

describe("revertLabelAct", () => {
  it("takes an act of several batches back as a whole and says so in the list", async () => {
    const { revertLabelAct, listLabelActs, planeOf } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 8 });
    await label(sceneId, [0, 1], water, ada);
    const actId = randomUUID();
    await label(sceneId, [0, 1, 2], forest, ada, { actId });
    await label(sceneId, [5, 6], forest, ada, { actId });
    expect(await planeOf(sceneId)).toBe("11100110");
    const result = await revertLabelAct({ sceneId, actId }, ada);
    expect(result).toMatchObject({ revertedCount: 5, keptCount: 0, kept: [], labelledCount: 2 });
    expect(await planeOf(sceneId)).toBe("22000000");
    const acts = await listLabelActs({ ...list, sceneId }, ada);
    expect(acts.map((one) => [one.act, one.tileCount, one.classId, one.revertedBy?.name])).toEqual([
      ["revert", 5, null, undefined],
      ["lasso", 5, forest, "Ada"],
      ["lasso", 2, water, undefined],
    ]);
    expect(acts[0]?.actId).toBe(result.actId);
    expect(await listLabelActs({ ...list, sceneId, minTiles: 3 }, ada)).toHaveLength(2);
    expect(await listLabelActs({ ...list, sceneId, limit: 1 }, ada)).toHaveLength(1);
  });

  it("leaves what others labelled since, counted and named, also when it looks the same", async () => {
    const { revertLabelAct, planeOf } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 6 });
    const actId = await label(sceneId, [0, 1, 2, 3], forest, ada);
    await label(sceneId, [1], water, bob);
    await label(sceneId, [2], null, bob);
    await label(sceneId, [2], forest, bob);
    const result = await revertLabelAct({ sceneId, actId }, ada);
    expect(result).toMatchObject({ revertedCount: 2, keptCount: 2 });
    expect(result.kept).toEqual([
      { row: 0, col: 1, classId: water, author: { id: bob.id, name: "Bob" } },
      { row: 0, col: 2, classId: forest, author: { id: bob.id, name: "Bob" } },
    ]);
    expect(await planeOf(sceneId)).toBe("021000");
  });

  it("knows an undone and redone act as the author's own, and what was relabelled as new", async () => {
    const { revertLabelAct, planeOf } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 4 });
    const actId = await label(sceneId, [0, 1, 2], forest, ada);
    await label(sceneId, [0, 1, 2], null, ada, { act: "undo" });
    await label(sceneId, [0, 1, 2], forest, ada);
    await label(sceneId, [2], water, ada);
    expect(await revertLabelAct({ sceneId, actId }, ada)).toMatchObject({
      revertedCount: 2,
      keptCount: 1,
    });
    expect(await planeOf(sceneId)).toBe("0020");
  });

  it("finds nothing left to do the second time, and can itself be reverted", async () => {
    const { revertLabelAct, planeOf, listLabelActs } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 4 });
    const actId = await label(sceneId, [0, 1], forest, ada);
    const first = await revertLabelAct({ sceneId, actId }, ada);
    expect(await revertLabelAct({ sceneId, actId }, ada)).toMatchObject({
      actId: null,
      revertedCount: 0,
      keptCount: 0,
    });
    expect(await listLabelActs({ ...list, sceneId }, ada)).toHaveLength(2);
    await revertLabelAct({ sceneId, actId: first.actId ?? "" }, ada);
    expect(await planeOf(sceneId)).toBe("1100");
  });

  it("is for the author and administrators", async () => {
    const { revertLabelAct, planeOf } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 4 });
    const other = await insertTestScene(projectId, { rows: 1, cols: 4 });
    const actId = await label(sceneId, [0, 1], forest, ada);
    await expect(revertLabelAct({ sceneId, actId }, bob)).rejects.toThrow("somebody else's");
    await expect(revertLabelAct({ sceneId: other, actId }, ada)).rejects.toThrow("no such act");
    expect(await revertLabelAct({ sceneId, actId }, root)).toMatchObject({ revertedCount: 2 });
    expect(await planeOf(sceneId)).toBe("0000");
    // Somebody who borrows the id of an act does not get hold of it.
    const borrowed = await label(sceneId, [0], forest, ada, { actId: randomUUID() });
    await label(sceneId, [1], forest, bob, { actId: borrowed });
    await expect(revertLabelAct({ sceneId, actId: borrowed }, bob)).rejects.toThrow("else's");
  });

  it("brings back a class that was archived meanwhile", async () => {
    const { revertLabelAct, planeOf } = await load();
    const { getDb } = await import("../db/client");
    const own = await insertTestProject({ classes: 2 });
    const [first, second] = own.classIds as [string, string];
    const sceneId = await insertTestScene(own.projectId, { rows: 1, cols: 2 });
    await label(sceneId, [0], first, ada);
    const actId = await label(sceneId, [0, 1], second, ada);
    await getDb().updateTable("class").set({ archived: 1 }).where("id", "=", first).execute();
    expect(await revertLabelAct({ sceneId, actId }, ada)).toMatchObject({ revertedCount: 2 });
    expect(await planeOf(sceneId)).toBe("10");
  });
});

describe("the history of a tile", () => {
  it("names the act, its tool and how many tiles it changed", async () => {
    const { listLabelHistory } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 1, cols: 8 });
    const actId = randomUUID();
    await label(sceneId, [0, 1, 2], forest, ada, { actId });
    await label(sceneId, [3, 4], forest, ada, { actId });
    await label(sceneId, [3], water, bob, { act: "key" });
    const history = await listLabelHistory({ sceneId, row: 0, col: 3 }, ada);
    expect(history.map((one) => [one.author.name, one.act, one.actTileCount])).toEqual([
      ["Bob", "key", 1],
      ["Ada", "lasso", 5],
    ]);
    expect(history[1]?.actId).toBe(actId);
  });
});
