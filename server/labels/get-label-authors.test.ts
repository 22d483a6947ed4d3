import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe("getLabelAuthors", () => {
  it("says who gave the label that a tile has now, most labels first", async () => {
    const { applyLabels } = await import("./apply-labels");
    const { getLabelAuthors } = await import("./get-label-authors");
    const [ada, bob] = [await insertTestUser("Ada"), await insertTestUser("Bob")];
    const { projectId, classIds } = await insertTestProject({ classes: 2 });
    const sceneId = await insertTestScene(projectId);
    const [a, b] = classIds as [string, string];
    const label = (author: { id: string }, tiles: [number, number][], classId: string | null) =>
      applyLabels(
        {
          batchId: randomUUID(),
          sceneId,
          edits: tiles.map(([row, col]) => ({ row, col, classId })),
        },
        author,
      );
    await label(
      ada,
      [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
      a,
    );
    await label(
      bob,
      [
        [0, 2],
        [1, 0],
        [1, 1],
      ],
      b,
    );
    await label(ada, [[0, 0]], null);

    const said = await getLabelAuthors(sceneId);
    expect(said.authors).toEqual([
      { id: bob.id, name: "Bob", count: 3 },
      { id: ada.id, name: "Ada", count: 1 },
    ]);
    const plane = Buffer.from(said.plane, "base64");
    expect(plane).toHaveLength(said.gridRows * said.gridCols);
    const at = (row: number, col: number) => plane[row * said.gridCols + col];
    expect([at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 2)]).toEqual([0, 2, 1, 1, 0]);
  });

  it("knows nobody where nothing is labelled", async () => {
    const { getLabelAuthors } = await import("./get-label-authors");
    const { projectId } = await insertTestProject({ classes: 2 });
    const sceneId = await insertTestScene(projectId);
    expect((await getLabelAuthors(sceneId)).authors).toEqual([]);
    await expect(getLabelAuthors("scn_00000000000000000000")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
