import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { getDb } from "../db/client";
import { applyLabels } from "../labels/apply-labels";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { assignArea } from "./assign-area";
import { claimArea } from "./claim-area";
import { clearAreas } from "./clear-areas";
import { createArea } from "./create-area";
import { deleteArea } from "./delete-area";
import { divideScene } from "./divide-scene";
import { listAreas } from "./list-areas";
import { listLabellers } from "./list-labellers";
import { releaseArea } from "./release-area";
import { setAreaRule } from "./set-area-rule";

const hourMs = 3_600_000;
let ada: Me;
let bob: Me;
let projectId: string;
let classId: string;
let sceneId: string;

beforeAll(async () => {
  await makeTestHome();
  ada = await insertTestUser("Ada");
  bob = { ...(await insertTestUser("Bob")), role: "analyst", permissions: ["label.write"] };
});
beforeEach(async () => {
  const made = await insertTestProject();
  projectId = made.projectId;
  classId = made.classIds[0] as string;
  sceneId = await insertTestScene(projectId, { rows: 10, cols: 10 });
});

function label(me: Me, tiles: [row: number, col: number][]) {
  const edits = tiles.map(([row, col]) => ({ row, col, classId }));
  return applyLabels({ batchId: randomUUID(), sceneId, edits }, me);
}

const divide = (side: number, nowMs?: number) =>
  divideScene({ sceneId, rowsPerArea: side, colsPerArea: side, leaseMinutes: 120 }, ada, nowMs);

describe("work areas", () => {
  it("divide a scene, smaller at its edges, around what is there", async () => {
    await createArea(
      { sceneId, row: 0, col: 0, rows: 2, cols: 3, holderId: bob.id, leaseMinutes: 60 },
      ada,
    );
    const { areas, strict } = await divide(4);
    expect(strict).toBe(false);
    expect(areas.map(({ row, col, rows, cols }) => [row, col, rows, cols])).toEqual([
      [0, 0, 2, 3],
      [0, 4, 4, 4],
      [0, 8, 4, 2],
      [4, 0, 4, 4],
      [4, 4, 4, 4],
      [4, 8, 4, 2],
      [8, 0, 2, 4],
      [8, 4, 2, 4],
      [8, 8, 2, 2],
    ]);
    expect(areas.map((area) => area.holder?.name ?? null).slice(0, 2)).toEqual(["Bob", null]);
    await expect(divide(4)).resolves.toMatchObject({
      areas: expect.objectContaining({ length: 9 }),
    });
  });

  it("are given out one after the other, the unfinished own one first", async () => {
    await divide(5);
    const first = await claimArea({ sceneId }, ada);
    expect(first).toMatchObject({ row: 0, col: 0, holder: { name: "Ada" }, labelledCount: 0 });
    expect(await claimArea({ sceneId }, ada)).toMatchObject({ id: first?.id });
    const second = await claimArea({ sceneId }, bob);
    expect(second).toMatchObject({ row: 0, col: 5, holder: { name: "Bob" } });
    await label(
      ada,
      Array.from({ length: 25 }, (_, at) => [Math.floor(at / 5), at % 5]),
    );
    expect(await claimArea({ sceneId }, ada)).toMatchObject({ row: 5, col: 0 });
    expect((await listAreas(sceneId)).areas[0]).toMatchObject({ tileCount: 25, labelledCount: 25 });
    expect(await claimArea({ sceneId }, bob)).toMatchObject({ id: second?.id });
    await expect(claimArea({ sceneId, areaId: first?.id }, bob)).rejects.toThrow("Ada's");
  });

  it("say when none is left", async () => {
    await divide(10);
    expect(await claimArea({ sceneId }, ada)).not.toBeNull();
    expect(await claimArea({ sceneId }, bob)).toBeNull();
  });

  it("are free again when the lease ends, by the clock alone", async () => {
    const startMs = 1_800_000_000_000;
    await divide(10, startMs);
    const taken = await claimArea({ sceneId }, ada, startMs);
    expect(taken?.leaseUntilMs).toBe(startMs + 2 * hourMs);
    expect(await claimArea({ sceneId }, bob, startMs + 2 * hourMs - 1)).toBeNull();
    const at = startMs + 2 * hourMs;
    expect((await listAreas(sceneId, at)).areas[0]).toMatchObject({
      holder: null,
      leaseUntilMs: null,
    });
    expect(await claimArea({ sceneId }, bob, at)).toMatchObject({ holder: { name: "Bob" } });
    await expect(claimArea({ sceneId, areaId: taken?.id }, ada, at)).rejects.toThrow("Bob's");
  });

  it("stay with who labels in them", async () => {
    await divide(5);
    const area = await claimArea({ sceneId }, ada, Date.now() - hourMs);
    await label(ada, [[9, 9]]);
    const until = async () => (await listAreas(sceneId)).areas[0]?.leaseUntilMs ?? 0;
    expect(await until()).toBe(area?.leaseUntilMs);
    const beforeMs = Date.now();
    await label(ada, [[1, 1]]);
    const renewed = await until();
    expect(renewed).toBeGreaterThanOrEqual(beforeMs + 2 * hourMs);
    // Not with every label: that would be a write and an event more for each.
    await label(ada, [[1, 2]]);
    expect(await until()).toBe(renewed);
  });

  it("keep others out where the project is strict, and only there", async () => {
    await divide(5);
    const area = await claimArea({ sceneId }, ada);
    await label(bob, [[0, 0]]);
    await setAreaRule({ projectId, strict: true });
    const inside: [number, number][] = [
      [9, 9],
      [1, 1],
    ];
    await expect(label(bob, inside)).rejects.toMatchObject({ code: "forbidden" });
    await expect(label(bob, inside)).rejects.toThrow("Tile row 1, column 1 is in Ada's work area");
    await label(ada, inside);
    await label(bob, [[8, 8]]);
    await releaseArea(area?.id ?? "", ada);
    await label(bob, [[1, 1]]);
  });

  it("are released by their holder and by who gives them out", async () => {
    await divide(5);
    const own = await claimArea({ sceneId }, ada);
    await expect(releaseArea(own?.id ?? "", bob)).rejects.toMatchObject({ code: "forbidden" });
    const given = await assignArea({ areaId: own?.id ?? "", holderId: bob.id, leaseMinutes: 30 });
    expect(given).toMatchObject({ holder: { name: "Bob" }, leaseMinutes: 30 });
    expect(await releaseArea(given.id, bob)).toMatchObject({ holder: null });
  });

  it("lie inside of the scene, beside each other, and go to people who may label", async () => {
    const area = { sceneId, row: 8, col: 8, rows: 2, cols: 2, holderId: null, leaseMinutes: 60 };
    await expect(createArea({ ...area, rows: 3 }, ada)).rejects.toThrow("10 rows and 10 columns");
    const made = await createArea(area, ada);
    await expect(createArea({ ...area, row: 7, col: 7 }, ada)).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(createArea({ ...area, row: 0, holderId: "nobody" }, ada)).rejects.toThrow(
      "somebody who may label",
    );
    await deleteArea(made.id);
    await expect(deleteArea(made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      divideScene({ sceneId, rowsPerArea: 1, colsPerArea: 1, leaseMinutes: 60 }, ada),
    ).resolves.toMatchObject({ areas: expect.objectContaining({ length: 100 }) });
    await clearAreas(sceneId);
    expect((await listAreas(sceneId)).areas).toEqual([]);
    const names = (await listLabellers()).map((person) => person.name);
    expect(names).toEqual(["Ada", "Bob"]);
    await getDb().updateTable("user").set({ active: 0 }).where("id", "=", bob.id).execute();
    expect(await listLabellers()).toHaveLength(1);
    await getDb().updateTable("user").set({ active: 1 }).where("id", "=", bob.id).execute();
  });
});
