import { beforeAll, describe, expect, it } from "vitest";
import { Analyst } from "../bench/analyst";
import { getDb } from "../db/client";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";

const turns = 40;
const gridCols = 50;
let url: string;

beforeAll(async () => {
  await makeTestHome();
  url = await serveApi();
});

describe("several people on one scene", () => {
  it("lose no edit, and hear every change, also across broken connections", async () => {
    const { projectId, classIds } = await insertTestProject();
    const sceneId = await insertTestScene(projectId, { rows: 5, cols: gridCols });
    const analysts = await Promise.all(
      ["ada", "bob", "cleo"].map(async (name, place) => {
        const { key } = await makeTestPerson("analyst", name);
        const ownTiles = Array.from({ length: gridCols }, (_, at) => (1 + place) * gridCols + at);
        const credentials = { authorization: `Bearer ${key}` };
        return new Analyst({
          ...{ url, credentials, sceneId, projectId, gridCols, classIds },
          ...{ ownTiles, sharedTiles: [0, 1] },
        });
      }),
    );
    await Promise.all(analysts.map((one) => one.listen()));
    for (let turn = 0; turn < turns; turn += 1) {
      for (const one of analysts) one.label(turn);
      if (turn % 10 === 5) await Promise.all(analysts.map((one) => one.reconnect()));
    }
    await Promise.all(analysts.map((one) => one.settled()));
    const batches = await getDb()
      .selectFrom("label_batch")
      .select(["id", "revision", "changed_count"])
      .execute();
    expect(batches).toHaveLength(analysts.length * turns);
    const edits = analysts.flatMap((one) => one.edits);
    expect(new Set(batches.map((batch) => batch.id))).toEqual(
      new Set(edits.map((edit) => edit.batchId)),
    );
    expect(edits.every((edit) => edit.acknowledgedAfterMs !== null)).toBe(true);
    const revisions = batches.flatMap(({ revision, changed_count }) =>
      changed_count > 0 ? [revision] : [],
    );
    for (const one of analysts) {
      await expect
        .poll(() => revisions.filter((revision) => !one.heardAtMs.has(revision)), {
          timeout: 10_000,
        })
        .toEqual([]);
      one.close();
    }
  }, 60_000);
});
