import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { DatasetPlan } from "@/lib/contracts/datasets";
import { specDatasetSchema } from "@/lib/contracts/run-spec";
import { parseCsv, toCsvLine } from "../csv";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
  type TestSceneOptions,
} from "../testing/open-test-studio";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let ada: Me;
let projectId: string;
let classIds: string[];

beforeAll(async () => {
  studio = await openTestStudio();
  ada = await insertTestUser('Ada "the first", Lovelace');
  ({ projectId, classIds } = await insertTestProject({ classes: 3 }));
});
afterAll(() => studio.close());

/** A scene whose first `counts[i]` free tiles carry class i. */
async function labelledScene(counts: number[], options: TestSceneOptions = {}): Promise<string> {
  const { applyLabels } = await import("../labels/apply-labels");
  const sceneId = await insertTestScene(projectId, options);
  const cols = options.cols ?? 10;
  const edits = counts.flatMap((count, index) =>
    Array.from({ length: count }, () => classIds[index] as string),
  );
  await applyLabels(
    {
      batchId: randomUUID(),
      sceneId,
      edits: edits.map((classId, tile) => ({
        row: Math.floor(tile / cols),
        col: tile % cols,
        classId,
      })),
    },
    ada,
  );
  return sceneId;
}

function plan(sceneIds: string[], changes: Partial<DatasetPlan> = {}): DatasetPlan {
  return {
    projectId,
    name: "First",
    sceneIds,
    classIds,
    bands: [1, 2, 3],
    split: { kind: "random", shares: { train: 0.7, val: 0.15, test: 0.15 }, seed: 1 },
    ...changes,
  };
}

describe("previewDataset", () => {
  it("counts classes and parts, names what is thin, and warns of neighbours", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const sceneId = await labelledScene([40, 30, 4]);
    const preview = await previewDataset(plan([sceneId]), ada);
    expect(preview.tileCount).toBe(74);
    expect(preview.classes.map((one) => one.counts.train)).toEqual([28, 21, 2]);
    const codes = preview.warnings.map((one) => [one.code, one.severity, one.classId]);
    expect(codes).toContainEqual(["class_small", "advice", classIds[2]]);
    expect(codes).toContainEqual(["neighbours_across_splits", "advice", null]);
    const plane = Buffer.from(preview.assignments[0]?.plane ?? "", "base64");
    expect(plane.filter((byte) => byte === 1)).toHaveLength(preview.counts.train);
    expect(plane.filter((byte) => byte === 0)).toHaveLength(26);
  });

  it("reads the labels once for as long as nobody labels, however often it is asked", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const { getDb } = await import("../db/client");
    const { applyLabels } = await import("../labels/apply-labels");
    const sceneId = await labelledScene([40, 30, 20]);
    const first = await previewDataset(plan([sceneId]), ada);
    // Rows that vanish without a new revision are not looked for.
    await getDb().deleteFrom("label").where("scene_id", "=", sceneId).execute();
    expect(await previewDataset(plan([sceneId]), ada)).toEqual(first);
    const edits = [{ row: 9, col: 9, classId: classIds[2] as string }];
    await applyLabels({ batchId: randomUUID(), sceneId, edits }, ada);
    const after = await previewDataset(plan([sceneId]), ada);
    expect(after.tileCount).toBe(first.tileCount + 1);
  });

  it("leaves out what is not settled, says so, and takes it where asked", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const { getDb } = await import("../db/client");
    const { applyLabels } = await import("../labels/apply-labels");
    const sceneId = await labelledScene([40, 30, 20]);
    const setting = { opinions: 3, share: 1, rule: "unanimous", seed: 1 };
    const row = { project_id: projectId, ...setting };
    await getDb().insertInto("opinion_setting").values(row).execute();
    const answer = (who: { id: string }, number: number) => {
      const edits = [{ row: 9, col: 9, classId: classIds[number] as string }];
      return applyLabels({ batchId: randomUUID(), sceneId, edits }, who);
    };
    await answer(ada, 0);
    await answer(await insertTestUser("Bob"), 1);
    await answer(await insertTestUser("Cleo"), 1);
    await getDb().deleteFrom("opinion_setting").where("project_id", "=", projectId).execute();
    const without = await previewDataset(plan([sceneId]), ada);
    expect(without.tileCount).toBe(90);
    expect(without.warnings).toContainEqual(
      expect.objectContaining({
        code: "unsettled",
        message: expect.stringContaining("1 tile is left out"),
      }),
    );
    const most = plan([sceneId], { unsettled: "most" });
    const taken = await previewDataset(most, ada);
    expect(taken.tileCount).toBe(91);
    const sum = ({ train, val, test }: { train: number; val: number; test: number }) =>
      train + val + test;
    expect(taken.classes.map((one) => sum(one.counts))).toEqual([40, 31, 20]);
    const analyst = { role: "analyst", permissions: ["project.read"] } as const;
    await expect(
      previewDataset(most, { ...analyst, permissions: [...analyst.permissions] }),
    ).rejects.toThrow("label.review");
  });

  it("blocks empty classes, mixed sizes and mixed kinds of numbers", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const first = await labelledScene([20, 20, 0]);
    const second = await labelledScene([20, 20, 0], { tileSizePx: 32, dtype: "uint16" });
    const preview = await previewDataset(plan([first, second]), ada);
    const blocking = preview.warnings.filter((one) => one.severity === "blocking");
    expect(blocking.map((one) => one.code).sort()).toEqual([
      "class_empty",
      "mixed_dtypes",
      "mixed_tile_sizes",
    ]);
    expect(preview.recipe).toBeNull();
  });

  it("refuses bands, scenes, classes and imported splits that are not there", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const sceneId = await labelledScene([20, 20, 20]);
    await expect(previewDataset(plan([sceneId], { bands: [4] }), ada)).rejects.toThrow(
      "3 bands; band 4",
    );
    await expect(previewDataset(plan(["scn_00000000000000000000"]), ada)).rejects.toThrow(
      "no scene",
    );
    await expect(
      previewDataset(
        plan([sceneId], { classIds: [classIds[0] as string, "cls_00000000000000000000"] }),
        ada,
      ),
    ).rejects.toThrow("no class cls_0");
    await expect(
      previewDataset(plan([sceneId], { split: { kind: "imported" } }), ada),
    ).rejects.toThrow("did not come with a split");
  });

  it("takes 0..255 for 8-bit imagery, percentiles over all scenes for the rest", async () => {
    const { previewDataset } = await import("./preview-dataset");
    const bytes = await labelledScene([20, 20, 20]);
    expect((await previewDataset(plan([bytes]), ada)).recipe).toMatchObject({
      low: [0, 0, 0],
      high: [255, 255, 255],
    });
    const deep = await labelledScene([20, 20, 20], { dtype: "uint16" });
    const recipe = (await previewDataset(plan([deep], { bands: [3, 1] }), ada)).recipe;
    expect(recipe).toMatchObject({
      bands: [3, 1],
      bandNames: ["Band 3", "Band 1"],
      low: [22, 20],
      high: [982, 980],
      dtype: "uint16",
      seen: [
        { low: 22, high: 982, unit: null, scale: null, offset: null },
        { low: 20, high: 980, unit: null, scale: null, offset: null },
      ],
    });
  });
});

describe("freezeDataset", () => {
  it("writes files that the trainer reads, and never changes", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const { getDataset, getSpecDataset, listDatasets } = await import("./queries");
    const { applyLabels } = await import("../labels/apply-labels");
    const sceneId = await labelledScene([40, 30, 20], { name: 'Bay, "north"' });
    const dataset = await freezeDataset(plan([sceneId]), ada);
    expect(dataset).toMatchObject({ tileCount: 90, tileSizePx: 64, name: "First" });
    const folder = path.join(studio.home, "datasets", dataset.id);
    const spec = specDatasetSchema.parse(
      JSON.parse(readFileSync(path.join(folder, "dataset.json"), "utf8")),
    );
    expect(spec.contentHash).toBe(dataset.contentHash);
    const tiles = readFileSync(path.join(folder, "tiles.csv"), "utf8").trimEnd().split("\n");
    expect(tiles[0]).toBe("sceneIndex,row,col,classIndex,split");
    expect(tiles).toHaveLength(91);
    const table = readFileSync(path.join(folder, "table.csv"), "utf8").trimEnd().split("\n");
    expect(parseCsv(table[1] as string)[0]?.slice(1, 5)).toEqual(['Bay, "north"', "0", "0", "A"]);
    expect((await getSpecDataset(dataset.id)).tilesPath).toBe(path.join(folder, "tiles.csv"));

    await applyLabels(
      { batchId: randomUUID(), sceneId, edits: [{ row: 0, col: 0, classId: null }] },
      ada,
    );
    expect(await getDataset(dataset.id)).toEqual(dataset);
    const second = await freezeDataset(plan([sceneId], { name: "Second" }), ada);
    expect(second.contentHash).not.toBe(dataset.contentHash);
    expect(second.version).toBe(dataset.version + 1);
    expect((await listDatasets(projectId)).map((one) => one.id)).toEqual([second.id, dataset.id]);
  });

  it("gives the same hash for the same tiles", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const sceneId = await labelledScene([20, 20, 20]);
    const split = {
      kind: "blocks" as const,
      shares: { train: 0.5, val: 0.5, test: 0 },
      seed: 3,
      blockTiles: 2,
    };
    const first = await freezeDataset(plan([sceneId], { split }), ada);
    const second = await freezeDataset(plan([sceneId], { split, name: "Again" }), ada);
    expect(second.contentHash).toBe(first.contentHash);
    expect(first.counts.test).toBe(0);
  });

  it("leaves nothing behind when something stands in the way", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const sceneId = await labelledScene([20, 20, 0]);
    const folder = path.join(studio.home, "datasets");
    const before = existsSync(folder) ? readdirSync(folder) : [];
    await expect(freezeDataset(plan([sceneId]), ada)).rejects.toThrow('"C" has no labelled tiles');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual(before);
  });
});

describe("writeExportItems", () => {
  it("names every tile, and throws when a file cannot be read or written", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const { getSpecDataset } = await import("./queries");
    const { writeExportItems } = await import("./write-export-items");
    const sceneId = await labelledScene([20, 20, 20], { name: "Bay, north" });
    const { id } = await freezeDataset(plan([sceneId]), ada);
    const spec = await getSpecDataset(id);
    const file = path.join(studio.home, "items.csv");
    await writeExportItems(spec, file);
    const [header, ...items] = parseCsv(readFileSync(file, "utf8"));
    expect(header).toEqual(["split", "class", "scenePath", "row", "col", "name"]);
    expect(items).toHaveLength(60);
    const raster = path.join(studio.home, "scenes", sceneId, "scene.tif");
    expect(items[25]).toEqual([expect.any(String), "B", raster, "2", "5", "Bay, north_0_r2_c5"]);

    await expect(writeExportItems(spec, path.join(file, "no-folder"))).rejects.toThrow("ENOTDIR");
    await expect(writeExportItems({ ...spec, tilesPath: "/no/tiles" }, file)).rejects.toThrow(
      "ENOENT",
    );
  });
});

describe("exportDataset", () => {
  it("uses an export that is under way again, and one that is being canceled not", async () => {
    const { freezeDataset } = await import("./freeze-dataset");
    const { exportDataset } = await import("./export-dataset");
    const { cancelJob } = await import("../jobs/cancel-job");
    const sceneId = await labelledScene([20, 20, 20]);
    const { id } = await freezeDataset(plan([sceneId]), ada);
    const bob = await insertTestUser("Bob");
    const eve = await insertTestUser("Eve");
    const [first, second] = await Promise.all([exportDataset(id, eve), exportDataset(id, bob)]);
    expect(second.jobId).toBe(first.jobId);
    await cancelJob(first.jobId, eve);
    expect((await exportDataset(id, bob)).jobId).not.toBe(first.jobId);
  });
});

describe("CSV", () => {
  it("reads back what it wrote", () => {
    const values = ["plain", 'with "quotes"', "with, comma", "", "two\nlines", "农田"];
    const text = `${toCsvLine(values)}\n${toCsvLine(values)}\n`;
    expect(parseCsv(text)).toEqual([values, values]);
  });
});
