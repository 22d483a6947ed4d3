import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
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

it("loses nothing of a frozen dataset when classes are merged, split, renamed and reverted", async () => {
  const { applyLabels } = await import("../labels/apply-labels");
  const { freezeDataset } = await import("../datasets/freeze-dataset");
  const { getDataset, getSpecDataset } = await import("../datasets/queries");
  const { findDatasetDownload } = await import("../datasets/find-dataset-download");
  const { writeExportItems } = await import("../datasets/write-export-items");
  const { updateProject } = await import("../projects/update-project");
  const { getProject } = await import("../projects/get-project");
  const { mergeClasses } = await import("./merge-classes");
  const { splitClass } = await import("./split-class");
  const { revertClassChange } = await import("./revert-class-change");
  const ada = await insertTestUser();
  const { projectId, classIds } = await insertTestProject({ classes: 3 });
  const [one, other, third] = classIds as [string, string, string];
  const sceneId = await insertTestScene(projectId);
  const label = (row: number, classId: string) =>
    applyLabels(
      {
        ...{ batchId: randomUUID(), sceneId },
        edits: Array.from({ length: 10 }, (_, col) => ({ row, col, classId })),
      },
      ada,
    );
  for (const [row, classId] of [one, one, other, other, third].entries()) await label(row, classId);
  const frozen = await freezeDataset(
    {
      ...{ projectId, name: "Before", sceneIds: [sceneId], classIds, bands: [1, 2, 3] },
      split: { kind: "random", shares: { train: 0.6, val: 0.2, test: 0.2 }, seed: 1 },
    },
    ada,
  );
  const items = path.join(studio.home, "items.csv");
  /** All that can be had of the dataset, with its files byte for byte. */
  const read = async () => {
    await writeExportItems(await getSpecDataset(frozen.id), items);
    const { path: file } = await findDatasetDownload(frozen.id, "dataset.json");
    const files = readdirSync(path.dirname(file)).sort();
    return {
      dataset: await getDataset(frozen.id),
      files: files.map((name) => [name, readFileSync(path.join(path.dirname(file), name), "utf8")]),
      images: readFileSync(items, "utf8"),
    };
  };
  const before = await read();
  expect(before.files.map(([name]) => name)).toEqual(["dataset.json", "table.csv", "tiles.csv"]);

  const merge = { projectId, fromClassId: one, intoClassId: other, preview: false };
  const { actId } = await mergeClasses(merge, ada);
  expect(await read()).toEqual(before);
  await splitClass(
    {
      ...{ projectId, fromClassId: other, into: { name: "New" }, preview: false },
      filter: {
        picked: {
          sceneId,
          tiles: [
            { row: 0, col: 0 },
            { row: 2, col: 0 },
          ],
        },
      },
    },
    ada,
  );
  expect(await read()).toEqual(before);
  const { classes } = await getProject(projectId);
  await updateProject({
    projectId,
    classes: classes.map((candidate) => ({
      ...candidate,
      name: `Renamed ${candidate.name}`,
      colour: "#123456",
      archived: candidate.id === third || candidate.archived,
      parent: candidate.id === third ? "Renamed B" : undefined,
    })),
  });
  expect(await read()).toEqual(before);
  await revertClassChange({ projectId, actId: actId ?? "" }, ada);
  expect(await read()).toEqual(before);
});
