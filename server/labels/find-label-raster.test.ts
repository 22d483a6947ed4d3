import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Skipped: there is no Python at ${python}.`);

const script = `
import json, sys, rasterio
with rasterio.open(sys.argv[1]) as raster:
    colours = raster.colormap(1)
    print(json.dumps({
        "bytes": raster.read(1).ravel().tolist(),
        "names": [value for key, value in sorted(raster.tags(1).items()) if key.startswith("CLASS_")],
        "firstColour": list(colours[1][:3]),
    }))
`;

function read(file: string): { bytes: number[]; names: string[]; firstColour: number[] } {
  return JSON.parse(execFileSync(python, ["-c", script, file], { encoding: "utf8" }));
}

describe.runIf(hasPython)("findLabelRaster", () => {
  let studio: Awaited<ReturnType<typeof openTestStudio>>;
  beforeAll(async () => {
    studio = await openTestStudio();
  });
  afterAll(() => studio.close());

  it("follows the labels and the look of the classes, and is made once for each", async () => {
    const { applyLabels } = await import("./apply-labels");
    const { findLabelRaster } = await import("./find-label-raster");
    const { getDb } = await import("../db/client");
    const ada = await insertTestUser();
    const { projectId, classIds } = await insertTestProject({ classes: 2 });
    const sceneId = await insertTestScene(projectId, { rows: 2, cols: 3 });
    const label = (row: number, col: number, classId: string | undefined) =>
      applyLabels(
        { batchId: randomUUID(), sceneId, edits: [{ row, col, classId: classId ?? null }] },
        ada,
      );
    await label(0, 2, classIds[1]);
    const first = await findLabelRaster(sceneId);
    expect(read(first)).toEqual({
      bytes: [0, 0, 2, 0, 0, 0],
      names: ["A", "B"],
      firstColour: [0x1f, 0x78, 0xb4],
    });
    expect(await findLabelRaster(sceneId)).toBe(first);

    await label(1, 0, classIds[0]);
    expect(read(await findLabelRaster(sceneId)).bytes).toEqual([0, 0, 2, 1, 0, 0]);

    await getDb()
      .updateTable("class")
      .set({ name: "Reed", colour: "#010203" })
      .where("id", "=", classIds[0] as string)
      .execute();
    const renamed = await findLabelRaster(sceneId);
    expect(read(renamed)).toMatchObject({ names: ["Reed", "B"], firstColour: [1, 2, 3] });
    expect(readdirSync(path.dirname(renamed))).toEqual([path.basename(renamed)]);
  });
});
