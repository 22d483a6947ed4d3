import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestStudio } from "../testing/open-test-studio";
import { openOpinionScene, person } from "../testing/opinion-scene";

let studio: Awaited<ReturnType<typeof openTestStudio>>;

beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

it("agreement is worked out from tiles with two answers, pair by pair and over all", async () => {
  const { getAgreement } = await import("./get-agreement");
  const scene = await openOpinionScene({ opinions: 3 });
  const people = [
    await person("Ada", "analyst"),
    await person("Bob", "analyst"),
    await person("Cleo", "analyst"),
  ] as const;
  const [ada, bob, cleo] = people;
  await scene.label(ada, [0, 1, 2, 3, 4], 1);
  await scene.label(bob, [0, 1], 1);
  await scene.label(bob, [2, 3], 2);
  await scene.label(cleo, [0], 1);
  await scene.label(cleo, [3], 2);
  const found = await getAgreement({ projectId: scene.projectId });
  expect(found.tileCount).toBe(4);
  expect(found.classIds).toEqual(scene.classIds.slice(0, 2));
  const pair = found.pairs.find((one) => one.tileCount === 4);
  expect(new Set([pair?.a.name, pair?.b.name])).toEqual(new Set(["Ada", "Bob"]));
  expect(pair?.agreement).toBe(0.5);
  // One of them names one class only: agreement is what chance gives.
  expect(pair?.kappa).toBeCloseTo(0, 12);
  expect(found.pairs).toHaveLength(3);
  // By hand: coincidences [[5, 2], [2, 1]] of 10 answers; 1 - 9 · 4 / (2 · 7 · 3) = 0.142857.
  expect(found.alpha).toBeCloseTo(1 / 7, 12);
  expect((await getAgreement({ ...scene, sceneId: "scn_none" })).tileCount).toBe(0);
});

it("reads a scene part by part, without losing a tile at the seams", async () => {
  const { getAgreement } = await import("./get-agreement");
  const { insertTestScene } = await import("../testing/open-test-studio");
  const scene = await openOpinionScene();
  const sceneId = await insertTestScene(scene.projectId, { rows: 100, cols: 200 });
  const [first, second] = scene.classIds;
  for (const [author, shift] of [
    ["ada", 0],
    ["bob", 1],
    ["cleo", 2],
  ] as const) {
    for (let start = 0; start < 20_000; start += 5_000) {
      await scene.db
        .insertInto("opinion")
        .values(
          Array.from({ length: 5_000 }, (_, offset) => ({
            scene_id: sceneId,
            tile_index: start + offset,
            author_id: author,
            class_id: (start + offset + shift) % 3 === 0 ? first : second,
            at_ms: 1,
          })),
        )
        .execute();
    }
  }
  const found = await getAgreement({ projectId: scene.projectId, sceneId });
  expect(found.tileCount).toBe(20_000);
  expect(found.pairs.map((pair) => pair.tileCount)).toEqual([20_000, 20_000, 20_000]);
});
