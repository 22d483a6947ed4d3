import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatasetPlan } from "@/lib/contracts/datasets";
import { parseCsv } from "../csv";
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

/** Water; Forest with Conifers and, below those, Spruce. Ten tiles of each, in rows. */
async function openTree() {
  const { applyLabels } = await import("../labels/apply-labels");
  const { updateProject } = await import("../projects/update-project");
  const ada = await insertTestUser();
  const { projectId, classIds } = await insertTestProject({ classes: 4 });
  const [water, forest, conifers, spruce] = classIds as [string, string, string, string];
  const look = { colour: "#112233", key: null, archived: false };
  await updateProject({
    projectId,
    classes: [
      { ...look, id: water, name: "Water" },
      { ...look, id: forest, name: "Forest" },
      { ...look, id: conifers, name: "Conifers", parent: "Forest" },
      { ...look, id: spruce, name: "Spruce", parent: "Conifers" },
    ],
  });
  const sceneId = await insertTestScene(projectId);
  const edits = classIds.flatMap((classId, row) =>
    Array.from({ length: 10 }, (_, col) => ({ row, col, classId })),
  );
  await applyLabels({ batchId: randomUUID(), sceneId, edits }, ada);
  const plan = (ids: string[], uniteBelow?: boolean): DatasetPlan => ({
    ...{ projectId, name: "Tree", sceneIds: [sceneId], classIds: ids, bands: [1, 2, 3] },
    split: { kind: "random", shares: { train: 0.6, val: 0.2, test: 0.2 }, seed: 1 },
    ...(uniteBelow === undefined ? {} : { uniteBelow }),
  });
  return { ada, plan, water, forest, conifers, spruce };
}

const sizes = (classes: { name: string; counts: Record<string, number> }[]) =>
  classes.map((one) => [one.name, Object.values(one.counts).reduce((sum, n) => sum + n, 0)]);

describe("datasets at a level of the tree", () => {
  it("unite classes under the nearest chosen one above", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const { ada, plan, water, forest, conifers } = await openTree();
    const apart = await previewDataset(plan([water, forest]), ada);
    expect(sizes(apart.classes)).toEqual([
      ["Water", 10],
      ["Forest", 10],
    ]);
    const top = await previewDataset(plan([water, forest], true), ada);
    expect(sizes(top.classes)).toEqual([
      ["Water", 10],
      ["Forest", 30],
    ]);
    expect(top.classes[1]?.united?.map((one) => one.name)).toEqual(["Conifers", "Spruce"]);
    expect(top.classes[0]?.united).toBeUndefined();
    const mixed = await previewDataset(plan([water, forest, conifers], true), ada);
    expect(sizes(mixed.classes)).toEqual([
      ["Water", 10],
      ["Forest", 10],
      ["Conifers", 20],
    ]);
  });

  it("name both the class that counts and the label that was given", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const { findDatasetDownload } = await import("./find-dataset-download");
    const { ada, plan, water, forest } = await openTree();
    const read = async (uniteBelow: boolean) => {
      const { id } = await freezeDataset(plan([water, forest], uniteBelow), ada);
      return parseCsv(readFileSync((await findDatasetDownload(id, "table.csv")).path, "utf8"));
    };
    const [header = [], ...lines] = await read(true);
    expect(header.at(-1)).toBe("label");
    const pairs = lines.map((line) => `${line[header.indexOf("class")]} ${line.at(-1)}`);
    expect([...new Set(pairs)].sort()).toEqual([
      ...["Forest Conifers", "Forest Forest", "Forest Spruce", "Water Water"],
    ]);
    expect((await read(false))[0]?.at(-1)).toBe("labelledAt");
  });
});
