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

async function openLabelled() {
  const [{ applyLabels }, { mergeClasses }, { countLabels }, projects] = await Promise.all([
    import("../labels/apply-labels"),
    import("./merge-classes"),
    import("../labels/count-labels"),
    import("../projects/get-project"),
  ]);
  const ada = await insertTestUser("Ada");
  const { projectId, classIds } = await insertTestProject({ classes: 5, archiveLast: true });
  const sceneIds = [await insertTestScene(projectId), await insertTestScene(projectId)];
  const label = (sceneId: string, tiles: number[], classId: string) =>
    applyLabels(
      { batchId: randomUUID(), sceneId, edits: tiles.map((col) => ({ row: 0, col, classId })) },
      ada,
    );
  const [one, other, third, child, archived] = classIds as [string, string, string, string, string];
  const [first, second] = sceneIds as [string, string];
  await label(first, [0, 1, 2], one);
  await label(first, [3], other);
  await label(second, [4, 5], one);
  const classOf = async (id: string) =>
    (await projects.getProject(projectId)).classes.find((candidate) => candidate.id === id);
  const saveParents = async (parents: Record<string, string | null>) => {
    const { updateProject } = await import("../projects/update-project");
    const { classes } = await projects.getProject(projectId);
    await updateProject({
      projectId,
      classes: classes.map((candidate) => ({ ...candidate, parent: parents[candidate.id] })),
    });
  };
  return {
    ...{ ada, projectId, one, other, third, child, archived, first, second, label },
    ...{ classOf, saveParents },
    countsOf: async (sceneId: string) => (await countLabels(sceneId, ada)).classCounts,
    merge: (part: Partial<Parameters<typeof mergeClasses>[0]> = {}) =>
      mergeClasses(
        { projectId, fromClassId: one, intoClassId: other, preview: false, ...part },
        ada,
      ),
  };
}

describe("mergeClasses", () => {
  it("says beforehand how many tiles it takes, and changes nothing", async () => {
    const { merge, countsOf, classOf, first, one } = await openLabelled();
    const before = await countsOf(first);
    const preview = await merge({ preview: true });
    expect(preview).toMatchObject({ tileCount: 5, applied: false, actId: null });
    expect(preview.scenes.map((scene) => scene.tileCount)).toEqual([3, 2]);
    expect(await countsOf(first)).toEqual(before);
    expect(await classOf(one)).toMatchObject({ archived: false });
  });

  it("moves the labels of every scene, archives the class and says where it went", async () => {
    const { merge, countsOf, classOf, first, second, one, other } = await openLabelled();
    expect(await merge()).toMatchObject({ tileCount: 5, applied: true });
    expect((await countsOf(first))[other]).toBe(4);
    expect((await countsOf(second))[other]).toBe(2);
    expect((await countsOf(first))[one] ?? 0).toBe(0);
    expect(await classOf(one)).toMatchObject({ archived: true, mergedIntoId: other, key: null });
    // Again: nothing is left to do.
    expect(await merge()).toMatchObject({ tileCount: 0, scenes: [] });
  });

  it("moves more tiles than one batch holds", async () => {
    const { merge, countsOf, projectId, one, other, ada } = await openLabelled();
    const large = await insertTestScene(projectId, { rows: 150, cols: 150 });
    const { applyLabels } = await import("../labels/apply-labels");
    const rows = (from: number, to: number) =>
      Array.from({ length: (to - from) * 150 }, (_, place) => ({
        row: from + Math.floor(place / 150),
        col: place % 150,
        classId: one,
      }));
    for (const edits of [rows(0, 75), rows(75, 150)]) {
      await applyLabels({ batchId: randomUUID(), sceneId: large, edits }, ada);
    }
    await merge();
    expect((await countsOf(large))[other]).toBe(22_500);
  });

  it("takes labels that arrive late, as from who was offline, and tells them so", async () => {
    const { merge, label, countsOf, first, one, other } = await openLabelled();
    await merge();
    const before = (await countsOf(first))[other] ?? 0;
    const { corrected, changedCount } = await label(first, [7, 8], one);
    expect(changedCount).toBe(2);
    expect(corrected).toEqual([
      [0, 7, 2],
      [0, 8, 2],
    ]);
    expect((await countsOf(first))[other]).toBe(before + 2);
  });

  it("forgets where a class went when it is used again", async () => {
    const { merge, classOf, projectId, one } = await openLabelled();
    await merge();
    const { updateProject } = await import("../projects/update-project");
    const { getProject } = await import("../projects/get-project");
    const { classes } = await getProject(projectId);
    await updateProject({
      projectId,
      classes: classes.map((candidate) => ({
        ...candidate,
        archived: candidate.id === one ? false : candidate.archived,
      })),
    });
    expect((await classOf(one))?.mergedIntoId).toBeUndefined();
  });

  it("takes the classes below along", async () => {
    const { merge, classOf, saveParents, child, one, other } = await openLabelled();
    await saveParents({ [child]: "A" });
    expect(await classOf(child)).toMatchObject({ parentId: one });
    await merge();
    expect(await classOf(child)).toMatchObject({ parentId: other });
  });

  it("refuses what makes no sense", async () => {
    const { merge, saveParents, one, other, archived } = await openLabelled();
    const problem = { code: "invalid_input" };
    await expect(merge({ intoClassId: one })).rejects.toMatchObject(problem);
    await expect(merge({ intoClassId: archived })).rejects.toMatchObject(problem);
    await expect(merge({ fromClassId: "cls_00000000000000000000" })).rejects.toMatchObject(problem);
    await saveParents({ [other]: "A" });
    await expect(merge()).rejects.toMatchObject(problem);
  });
});

describe("reverting a merge", () => {
  async function revert(
    { projectId, ada }: { projectId: string; ada: { id: string } },
    actId: string | null,
    role = "researcher",
  ) {
    const { revertClassChange } = await import("./revert-class-change");
    const me = { ...ada, role } as Parameters<typeof revertClassChange>[1];
    return revertClassChange({ projectId, actId: actId ?? "" }, me);
  }

  it("brings the class, its key, its children and its tiles back in all scenes", async () => {
    const studied = await openLabelled();
    const { merge, countsOf, classOf, saveParents, first, second, one, child } = studied;
    await saveParents({ [child]: "A" });
    const before = await classOf(one);
    const { actId } = await merge();
    expect(await revert(studied, actId)).toMatchObject({ revertedCount: 5, keptCount: 0 });
    expect((await countsOf(first))[one]).toBe(3);
    expect((await countsOf(second))[one]).toBe(2);
    expect(await classOf(one)).toEqual(before);
    expect(await classOf(child)).toMatchObject({ parentId: one });
    expect(await revert(studied, actId)).toMatchObject({ revertedCount: 0 });
  });

  it("leaves tiles that were labelled anew, and keys that others have now", async () => {
    const studied = await openLabelled();
    const { merge, label, countsOf, classOf, projectId, first, one, third } = studied;
    const { actId } = await merge();
    await label(first, [0], third);
    const { updateProject } = await import("../projects/update-project");
    const { getProject } = await import("../projects/get-project");
    const { classes } = await getProject(projectId);
    await updateProject({
      projectId,
      classes: classes.map((candidate) => ({
        ...candidate,
        key: candidate.id === third ? "1" : candidate.key,
      })),
    });
    expect(await revert(studied, actId)).toMatchObject({ revertedCount: 4, keptCount: 1 });
    expect(await countsOf(first)).toMatchObject({ [one]: 2, [third]: 1 });
    expect(await classOf(one)).toMatchObject({ archived: false, key: null });
  });

  it("is for its author and for administrators", async () => {
    const studied = await openLabelled();
    const { actId } = await studied.merge();
    const bob = { projectId: studied.projectId, ada: await insertTestUser("Bob") };
    await expect(revert(bob, actId)).rejects.toMatchObject({ code: "forbidden" });
    const { listClassChanges } = await import("./list-class-changes");
    const list = () => listClassChanges(studied.projectId);
    expect(await list()).toMatchObject([
      { actId, kind: "merge", tileCount: 5, sceneCount: 2, revertedBy: null },
    ]);
    expect(await revert(bob, actId, "administrator")).toMatchObject({ revertedCount: 5 });
    expect(await list()).toMatchObject([{ actId, revertedBy: { name: "Bob" } }]);
    await expect(revert(studied, randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
});
