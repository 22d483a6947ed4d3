import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type SpecDataset, specDatasetSchema } from "@/lib/contracts/run-spec";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { lookAtReference } from "../references/open-reference";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { preparePack } from "./prepare-pack";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Packs of references are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 60_000 });

const files = mkdtempSync(path.join(tmpdir(), "tilewright-pack-"));
const raster = path.join(files, "cog.tif");
let sceneId: string;

beforeAll(async () => {
  if (!hasPython) return;
  await makeTestHome({ TILEWRIGHT_IMPORT_FOLDERS: files });
  execFileSync(python, ["server/testing/write-cog.py", files]);
  const { projectId } = await insertTestProject({ classes: 2 });
  sceneId = await insertTestScene(projectId, { rows: 10, cols: 11, dtype: "uint16" });
  const { source, reference } = await lookAtReference("folder", raster);
  await source.close();
  await getDb()
    .updateTable("scene")
    .set({ reference_json: JSON.stringify(reference) })
    .where("id", "=", sceneId)
    .execute();
});
afterAll(() => rmSync(files, { recursive: true, force: true }));

function makeDataset(rasterPath: string, contentHash: string): SpecDataset {
  const folder = path.join(files, contentHash.slice(0, 4));
  mkdirSync(folder, { recursive: true });
  const tilesPath = path.join(folder, "tiles.csv");
  const tiles = ["0,0,0,0,train", "0,3,4,1,train", "0,9,10,1,val"];
  writeFileSync(tilesPath, ["sceneIndex,row,col,classIndex,split", ...tiles, ""].join("\n"));
  return specDatasetSchema.parse({
    datasetId: "dst_00000000000000000000",
    contentHash,
    classes: [0, 1].map((index) => ({
      id: `cls_0000000000000000000${index}`,
      index,
      name: String(index),
      colour: "#000000",
    })),
    scenes: [{ sceneId, name: "Far", rasterPath, tileSizePx: 64, sha256: "0".repeat(64) }],
    recipe: {
      bands: [3, 1],
      bandNames: ["3", "1"],
      low: [0, 0],
      high: [4000, 4000],
      dtype: "uint16",
    },
    tilesPath,
    tileCount: tiles.length,
    splits: ["train", "val"],
  });
}

const context = {
  jobId: "job_00000000000000000000",
  signal: new AbortController().signal,
  report: () => {},
};
const packed = (hash: string) => readFileSync(path.join(homeFolders.packs(), hash, "tiles.npy"));

describe.skipIf(!hasPython)("the pack of a dataset with scenes that lie elsewhere", () => {
  it("holds the same tiles as one that was read from disk", async () => {
    const [far, near] = ["a".repeat(64), "b".repeat(64)] as [string, string];
    await preparePack(makeDataset(`reference:${sceneId}`, far), context);
    const dataset = path.join(files, "near.json");
    writeFileSync(dataset, JSON.stringify(makeDataset(raster, near)));
    execFileSync(
      python,
      ["-m", "trainer", "pack", "--dataset", dataset, "--pack-folder", homeFolders.packs()],
      { cwd: "server/trainer" },
    );
    expect(packed(far).equals(packed(near))).toBe(true);
    expect(packed(far).length).toBeGreaterThan(3 * 2 * 64 * 64 * 2);
    expect(readdirSync(homeFolders.scratch())).toEqual([]);
    // There already: nobody is asked.
    await preparePack(makeDataset("reference:scn_00000000000000000000", far), context);
  });

  it("is left to the training where all pixels are here", async () => {
    await preparePack(makeDataset("/no/such/file.tif", "c".repeat(64)), context);
    expect(existsSync(path.join(homeFolders.packs(), "c".repeat(64)))).toBe(false);
  });

  it("is not made of a file that has changed, nor of a scene that is unknown", async () => {
    const hash = "d".repeat(64);
    await expect(
      preparePack(makeDataset("reference:scn_00000000000000000000", hash), context),
    ).rejects.toMatchObject({ code: "trainer_failed" });
    const before = statSync(raster);
    const copy = path.join(files, "kept.tif");
    copyFileSync(raster, copy);
    writeFileSync(raster, readFileSync(path.join(files, "zstd.tif")));
    utimesSync(raster, before.atime, before.mtime);
    await expect(
      preparePack(makeDataset(`reference:${sceneId}`, hash), context),
    ).rejects.toMatchObject({
      code: "conflict",
      message: "cog.tif has changed since it was added, so it is not shown.",
    });
    expect(existsSync(path.join(homeFolders.packs(), hash))).toBe(false);
  });
});
