import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let ada: Me;
let bob: Me;
let projectId: string;
let classIds: string[];

beforeAll(async () => {
  studio = await openTestStudio();
  ada = await insertTestUser("Ada");
  bob = await insertTestUser("Bob");
  ({ projectId, classIds } = await insertTestProject({ classes: 4, archiveLast: true }));
});
afterAll(() => studio.close());

async function load() {
  const [{ applyLabels }, { getLabelPlane }, { listLabelHistory }, { countLabels }, { getDb }] =
    await Promise.all([
      import("./apply-labels"),
      import("./get-label-plane"),
      import("./list-label-history"),
      import("./count-labels"),
      import("../db/client"),
    ]);
  return { applyLabels, getLabelPlane, listLabelHistory, countLabels, db: getDb() };
}

async function planeOf(sceneId: string): Promise<Uint8Array> {
  const { getLabelPlane } = await load();
  return new Uint8Array(Buffer.from((await getLabelPlane(sceneId)).plane, "base64"));
}

describe("applyLabels", () => {
  it("labels, relabels and clears tiles, and remembers who did it", async () => {
    const { applyLabels, listLabelHistory, countLabels } = await load();
    const sceneId = await insertTestScene(projectId);
    const [a, b] = classIds as [string, string];
    const edit = (row: number, col: number, classId: string | null) => ({ row, col, classId });
    const first = await applyLabels(
      { batchId: randomUUID(), sceneId, act: "brush", edits: [edit(0, 1, a), edit(2, 3, b)] },
      ada,
    );
    expect(first).toEqual({ revision: 1, changedCount: 2, repeated: false, labelledCount: 2 });
    const second = await applyLabels(
      { batchId: randomUUID(), sceneId, act: "key", edits: [edit(0, 1, b), edit(2, 3, null)] },
      bob,
    );
    expect(second).toEqual({ revision: 2, changedCount: 2, repeated: false, labelledCount: 1 });
    const plane = await planeOf(sceneId);
    expect(plane[1]).toBe(2);
    expect(plane[23]).toBe(0);
    const history = await listLabelHistory({ sceneId, row: 0, col: 1 }, ada);
    expect(history.map((one) => [one.author.name, one.fromClassId, one.toClassId])).toEqual([
      ["Bob", a, b],
      ["Ada", null, a],
    ]);
    expect(await countLabels(sceneId, ada)).toEqual({
      revision: 2,
      tileCount: 100,
      labelledCount: 1,
      classCounts: { [b]: 1 },
    });
  });

  it("applies a batch once, however often it is sent", async () => {
    const { applyLabels, listLabelHistory } = await load();
    const sceneId = await insertTestScene(projectId);
    const batch = {
      batchId: randomUUID(),
      sceneId,
      edits: [{ row: 4, col: 4, classId: classIds[0] as string }],
    };
    const first = await applyLabels(batch, ada);
    const again = await applyLabels(batch, ada);
    expect(again).toEqual({ ...first, repeated: true });
    expect(await listLabelHistory({ sceneId, row: 4, col: 4 }, ada)).toHaveLength(1);
    await expect(applyLabels(batch, bob)).rejects.toThrow("used before");
  });

  it("refuses the whole batch for one wrong tile, and names the tile", async () => {
    const { applyLabels } = await load();
    const sceneId = await insertTestScene(projectId, { chips: 95 });
    const other = await insertTestProject();
    const good = { row: 0, col: 0, classId: classIds[0] as string };
    const send = (wrong: { row: number; col: number; classId: string | null }) =>
      applyLabels({ batchId: randomUUID(), sceneId, edits: [good, wrong] }, ada);
    await expect(send({ ...good, row: 10 })).rejects.toThrow("Tile row 10, column 0 is outside");
    await expect(send({ ...good, col: 10 })).rejects.toThrow("Tile row 0, column 10 is outside");
    await expect(send({ ...good, row: 9, col: 5 })).rejects.toThrow("column 5 of");
    await expect(send({ ...good, col: 1, classId: classIds[3] as string })).rejects.toThrow(
      'class "D": it is archived',
    );
    await expect(send({ ...good, col: 1, classId: other.classIds[0] as string })).rejects.toThrow(
      "no such class",
    );
    expect((await planeOf(sceneId)).every((byte) => byte === 0)).toBe(true);
    await send({ ...good, row: 9, col: 4 });
    expect((await planeOf(sceneId))[94]).toBe(1);
  });

  it("tells browsers of every change, and of big ones to read again", async () => {
    const { applyLabels, db } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 100, cols: 100 });
    const edits = (count: number, classId: string) =>
      Array.from({ length: count }, (_, tile) => ({
        row: Math.floor(tile / 100),
        col: tile % 100,
        classId,
      }));
    const apply = (count: number, classIndex: number) =>
      applyLabels(
        { batchId: randomUUID(), sceneId, edits: edits(count, classIds[classIndex] as string) },
        ada,
      );
    await apply(2, 1);
    await apply(6000, 0);
    const rows = await db
      .selectFrom("live_event")
      .select("payload_json")
      .where("topic", "=", `scene:${sceneId}`)
      .orderBy("id")
      .execute();
    const events = rows.map((row) => JSON.parse(row.payload_json));
    expect(events[0].edits).toEqual([
      [0, 0, 2],
      [0, 1, 2],
    ]);
    expect(events[1]).toMatchObject({ revision: 2, edits: [] });
    const plane = await planeOf(sceneId);
    expect(plane.filter((byte) => byte === 1)).toHaveLength(6000);
  });

  it("tells nobody of a batch that changes nothing", async () => {
    const { applyLabels, db } = await load();
    const sceneId = await insertTestScene(projectId);
    const edits = [{ row: 1, col: 1, classId: classIds[0] as string }];
    const first = await applyLabels({ batchId: randomUUID(), sceneId, edits }, ada);
    const before = await planeOf(sceneId);
    const batch = { batchId: randomUUID(), sceneId, edits };
    const second = await applyLabels(batch, bob);
    expect(second).toEqual({ ...first, changedCount: 0 });
    expect(await applyLabels(batch, bob)).toEqual({ ...second, repeated: true });
    const events = await db
      .selectFrom("live_event")
      .select("id")
      .where("topic", "=", `scene:${sceneId}`)
      .execute();
    // An event without edits asks every browser to read the whole plane again.
    expect(events).toHaveLength(1);
    expect(await planeOf(sceneId)).toEqual(before);
  });

  it("keeps the cached plane right when two people write at once", async () => {
    const { applyLabels, db } = await load();
    const sceneId = await insertTestScene(projectId, { rows: 30, cols: 30 });
    await planeOf(sceneId);
    await Promise.all(
      Array.from({ length: 40 }, (_, turn) =>
        applyLabels(
          {
            batchId: randomUUID(),
            sceneId,
            edits: [{ row: turn % 30, col: turn % 7, classId: classIds[turn % 3] as string }],
          },
          turn % 2 ? ada : bob,
        ),
      ),
    );
    const cached = await planeOf(sceneId);
    const { fillLabelPlane } = await import("../db/label-statements");
    const fresh = new Uint8Array(900);
    const byteOfClass = new Map(classIds.map((id, index) => [id, index + 1]));
    await fillLabelPlane(db, fresh, sceneId, byteOfClass);
    expect(cached).toEqual(fresh);
  });

  it("lists labels part by part, each once and in order", async () => {
    const { applyLabels } = await load();
    const { listLabelLines } = await import("./list-label-lines");
    const sceneId = await insertTestScene(projectId, { rows: 100, cols: 100 });
    const edits = Array.from({ length: 4500 }, (_, index) => ({
      row: Math.floor((index * 2) / 100),
      col: (index * 2) % 100,
      classId: classIds[0] as string,
    }));
    await applyLabels({ batchId: randomUUID(), sceneId, edits }, ada);
    const parts: string[] = [];
    for await (const part of listLabelLines(sceneId)) parts.push(part);
    expect(parts.length).toBe(4);
    const [header, ...lines] = parts.join("").trimEnd().split("\n");
    expect(header).toBe("row,col,class,author,labelledAt,x,y,parent");
    const tiles = lines.map((line) => line.split(",").slice(0, 2).map(Number));
    expect(tiles).toEqual(edits.map(({ row, col }) => [row, col]));
  });

  it("answers for a scene that is not there", async () => {
    const { applyLabels, getLabelPlane } = await load();
    const sceneId = "scn_00000000000000000000";
    await expect(getLabelPlane(sceneId)).rejects.toThrow("There is no scene");
    await expect(
      applyLabels(
        { batchId: randomUUID(), sceneId, edits: [{ row: 0, col: 0, classId: null }] },
        ada,
      ),
    ).rejects.toThrow("There is no scene");
  });
});
