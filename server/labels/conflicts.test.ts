import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { LabelBatch } from "@/lib/contracts/labels";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { applyLabels } from "./apply-labels";
import { getLabelPlane } from "./get-label-plane";
import { getOwnPlane } from "./get-own-plane";

let ada: Me;
let bob: Me;
let projectId: string;
let a: string;
let b: string;
let c: string;

beforeAll(async () => {
  await makeTestHome();
  ada = await insertTestUser("Ada");
  bob = await insertTestUser("Bob");
  const made = await insertTestProject({ classes: 3 });
  projectId = made.projectId;
  [a, b, c] = made.classIds as [string, string, string];
});

type Tile = [row: number, col: number, classId: string | null];

function batch(sceneId: string, tiles: Tile[], seenRevision?: number): LabelBatch {
  return {
    batchId: randomUUID(),
    sceneId,
    ...(seenRevision !== undefined && { seenRevision }),
    edits: tiles.map(([row, col, classId]) => ({ row, col, classId })),
  };
}

/** What is settled; of a person: what they see. */
async function byteAt(sceneId: string, cell: number, me?: Me): Promise<number | undefined> {
  const { plane } = me ? await getOwnPlane(sceneId, me) : await getLabelPlane(sceneId);
  return Buffer.from(plane, "base64")[cell];
}

describe("labels that somebody else gave unseen", () => {
  it("stay beside the second answer, whose author is told whose they are", async () => {
    const sceneId = await insertTestScene(projectId);
    await applyLabels(batch(sceneId, [[0, 0, a]]), ada);
    const second = batch(
      sceneId,
      [
        [0, 0, b],
        [0, 1, b],
      ],
      0,
    );
    const answer = await applyLabels(second, bob);
    expect(answer).toMatchObject({ changedCount: 2, labelledCount: 1, revision: 2 });
    expect(answer.conflicts).toEqual([
      {
        labelledBy: { id: ada.id, name: "Ada" },
        classId: a,
        wantedClassId: b,
        atMs: expect.any(Number),
        inReview: true,
        tiles: [[0, 0]],
      },
    ]);
    // Both answers are kept: each sees their own, and nobody's is the label.
    expect(await byteAt(sceneId, 0)).toBe(0);
    expect(await byteAt(sceneId, 0, ada)).toBe(1);
    expect(await byteAt(sceneId, 0, bob)).toBe(2);
    expect(await byteAt(sceneId, 1)).toBe(2);
    // The answer was lost on its way: it is the same the second time.
    const again = await applyLabels(second, bob);
    expect(again).toMatchObject({ repeated: true, conflicts: answer.conflicts });
  });

  it("are overwritten by who has seen them, or says the same, or gave them", async () => {
    const sceneId = await insertTestScene(projectId);
    const first = await applyLabels(
      batch(sceneId, [
        [0, 0, a],
        [0, 1, b],
      ]),
      ada,
    );
    const seen = await applyLabels(batch(sceneId, [[0, 0, c]], first.revision), bob);
    expect(seen).toMatchObject({ changedCount: 1 });
    expect(seen.conflicts).toBeUndefined();
    const same = await applyLabels(batch(sceneId, [[0, 1, b]], 0), bob);
    expect(same).toMatchObject({ changedCount: 0 });
    expect(same.conflicts).toBeUndefined();
    const own = await applyLabels(batch(sceneId, [[0, 0, b]], 0), bob);
    expect(own).toMatchObject({ changedCount: 1 });
    expect(own.conflicts).toBeUndefined();
  });

  it("are not cleared, and an undo does not cover them", async () => {
    const sceneId = await insertTestScene(projectId);
    const first = await applyLabels(batch(sceneId, [[2, 2, a]], 0), bob);
    await applyLabels(batch(sceneId, [[2, 2, b]], first.revision), ada);
    const undo = await applyLabels(
      { ...batch(sceneId, [[2, 2, null]], first.revision), act: "undo" },
      bob,
    );
    expect(undo).toMatchObject({ changedCount: 0, labelledCount: 1 });
    expect(undo.conflicts).toMatchObject([{ classId: b, wantedClassId: null, tiles: [[2, 2]] }]);
    expect(await byteAt(sceneId, 22)).toBe(2);
  });

  it("are counted by person and class in a large act", async () => {
    const sceneId = await insertTestScene(projectId, { rows: 60, cols: 60 });
    const tiles = (classId: string): Tile[] =>
      Array.from({ length: 3000 }, (_, cell) => [Math.floor(cell / 60), cell % 60, classId]);
    await applyLabels(batch(sceneId, tiles(a).slice(0, 40)), ada);
    await applyLabels(batch(sceneId, tiles(c).slice(40, 50), 1), ada);
    const answer = await applyLabels(batch(sceneId, tiles(c), 0), bob);
    expect(answer).toMatchObject({ changedCount: 2990, labelledCount: 2960 });
    expect(answer.conflicts?.map(({ classId, tiles: kept }) => [classId, kept.length])).toEqual([
      [a, 40],
    ]);
  });

  it("give way to the last writer where a batch does not say what was seen", async () => {
    const sceneId = await insertTestScene(projectId);
    await applyLabels(batch(sceneId, [[0, 0, a]]), ada);
    const answer = await applyLabels(batch(sceneId, [[0, 0, b]]), bob);
    expect(answer).toMatchObject({ changedCount: 1 });
    expect(answer.conflicts).toBeUndefined();
  });
});
