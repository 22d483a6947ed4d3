import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
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

/** Two people are asked about every tile; they agree on the first and differ on the second. */
async function openAnswered() {
  const { getDb } = await import("../db/client");
  const { applyLabels } = await import("../labels/apply-labels");
  const { getLabelPlane } = await import("../labels/get-label-plane");
  const { getOwnPlane } = await import("../labels/get-own-plane");
  const { revertClassChange } = await import("./revert-class-change");
  const [ada, bob] = [await insertTestUser("Ada"), await insertTestUser("Bob")];
  const { projectId, classIds } = await insertTestProject({ classes: 3 });
  const asked = { opinions: 2, share: 1, rule: "unanimous", seed: 1 };
  await getDb()
    .insertInto("opinion_setting")
    .values({ ...asked, project_id: projectId })
    .execute();
  const sceneId = await insertTestScene(projectId, { rows: 1, cols: 3 });
  const label = (who: { id: string }, col: number, number: number) =>
    applyLabels(
      {
        ...{ batchId: randomUUID(), sceneId },
        edits: [{ row: 0, col, classId: classIds[number - 1] ?? null }],
      },
      who,
    );
  await label(ada, 0, 1);
  await label(bob, 0, 1);
  await label(ada, 1, 1);
  await label(bob, 1, 2);
  const digits = (plane: string) => [...Buffer.from(plane, "base64")].join("");
  return {
    ...{ ada, bob, projectId, sceneId, label },
    classIds: classIds as [string, string, string],
    settled: async () => digits((await getLabelPlane(sceneId)).plane),
    seenBy: async (who: { id: string }) => digits((await getOwnPlane(sceneId, who)).plane),
    revert: (actId: string | null) => revertClassChange({ projectId, actId: actId ?? "" }, ada),
  };
}

it("answers go with a merged class, and come back with it", async () => {
  const { mergeClasses } = await import("./merge-classes");
  const { ada, bob, projectId, classIds, settled, seenBy, revert, label } = await openAnswered();
  const [one, , third] = classIds;
  expect([await settled(), await seenBy(ada), await seenBy(bob)]).toEqual(["100", "110", "120"]);
  const merge = { projectId, fromClassId: one, intoClassId: third, preview: false };
  const { actId } = await mergeClasses(merge, ada);
  expect([await settled(), await seenBy(ada), await seenBy(bob)]).toEqual(["300", "330", "320"]);
  await revert(actId);
  expect([await settled(), await seenBy(ada), await seenBy(bob)]).toEqual(["100", "110", "120"]);
  // Nobody has answered who was not asked: the next answers settle as ever.
  await label(bob, 1, 1);
  expect(await settled()).toBe("110");
});

it("answers go with tiles that are split off, and the next one does not bring the label back", async () => {
  const { splitClass } = await import("./split-class");
  const { ada, bob, projectId, sceneId, classIds, settled, seenBy, revert, label } =
    await openAnswered();
  const { actId } = await splitClass(
    {
      ...{ projectId, fromClassId: classIds[0], into: { classId: classIds[2] }, preview: false },
      filter: { sceneIds: [sceneId] },
    },
    ada,
  );
  expect([await settled(), await seenBy(ada), await seenBy(bob)]).toEqual(["300", "310", "320"]);
  await label(ada, 0, 3);
  expect(await settled()).toBe("300");
  await revert(actId);
  expect([await settled(), await seenBy(bob)]).toEqual(["100", "120"]);
});
