import { beforeAll, describe, expect, it } from "vitest";
import { getProject } from "../projects/get-project";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import type { NewScene } from "./keep-scene";
import { labelChips } from "./label-chips";
import type { ChipRow } from "./read-chip-table";

beforeAll(async () => {
  await makeTestHome();
});

function chip(col: number, className: string): ChipRow {
  return { row: 0, col, name: `${col}.tif`, className, split: null, widthPx: 64, heightPx: 64 };
}

describe("labelChips", () => {
  it("makes one class of folders that differ in letter case only", async () => {
    const { projectId } = await insertTestProject({ classes: 1 });
    const sceneId = await insertTestScene(projectId, { chips: 4 });
    const scene = { projectId, sceneId, importedBy: null, createMissingClasses: true } as NewScene;
    await labelChips(
      scene,
      ["Reed", "reed ", "REED", "a"].map((name, col) => chip(col, name)),
    );
    const { classes, classCounts } = await getProject(projectId);
    expect(classes.map((one) => one.name)).toEqual(["A", "Reed"]);
    expect(Object.values(classCounts)).toEqual([1, 3]);
  });

  it("labels chips of folders whose names are longer than a class's may be", async () => {
    const { projectId } = await insertTestProject({ classes: 1 });
    const sceneId = await insertTestScene(projectId, { chips: 2 });
    const scene = { projectId, sceneId, importedBy: null, createMissingClasses: true } as NewScene;
    await labelChips(scene, [chip(0, "x".repeat(150)), chip(1, "a")]);
    const { classCounts } = await getProject(projectId);
    expect(Object.values(classCounts)).toEqual([1, 1]);
  });
});
