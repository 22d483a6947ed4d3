import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { launchBrowser } from "../browser";
import { Studio } from "../studio";
import { makeSceneOfFile } from "./labelling-scene";
import { measureFirstView } from "./measure-first-view";
import { measureLabelling } from "./measure-labelling";

/**
 * Scenes of the size that others cannot hold: labelling with 1,000,000 labelled tiles on screen, and
 * the first view of a 4-band uint16 COG of 1 GB. Prints one line of JSON.
 *
 *   node --import tsx e2e/bench/large.bench.ts
 *
 * A studio of its own is started; with TILEWRIGHT_BENCH_SIDES=8000,2000 the rasters are that wide.
 */
const root = path.resolve(import.meta.dirname, "../..");
const [millionSidePx = 8000, gigabyteSidePx = 13_600] = (process.env.TILEWRIGHT_BENCH_SIDES ?? "")
  .split(",")
  .filter((side) => side !== "")
  .map(Number);

/** Writes made-up land that compresses as imagery does. */
async function writeRaster(file: string, sidePx: number, bands: number): Promise<void> {
  const words = `from pathlib import Path; from bench.import_speed import write_source;
write_source(Path(${JSON.stringify(file)}), ${sidePx}, ${bands})`;
  const trainer = path.join(root, "server/trainer");
  const python = path.join(trainer, ".venv/bin/python");
  // Not the blocking kind: the connections that the server closes meanwhile must be noticed.
  await promisify(execFile)(python, ["-c", words], { cwd: trainer });
}

const folder = mkdtempSync(path.join(tmpdir(), "tilewright-large-"));
const studio = new Studio({ TILEWRIGHT_IMPORT_FOLDERS: folder });
try {
  const { key } = await studio.createClient(await studio.start());
  const makeScene = async (
    sidePx: number,
    bands: number,
    how: { tileSizePx: number; isLabelled: boolean },
  ) => {
    const file = path.join(folder, `${bands}-bands.tif`);
    await writeRaster(file, sidePx, bands);
    const scene = await makeSceneOfFile(studio.url, key, file, how);
    rmSync(file);
    return scene;
  };
  const million = await makeScene(millionSidePx, 3, { tileSizePx: 8, isLabelled: true });
  const gigabyte = await makeScene(gigabyteSidePx, 4, { tileSizePx: 64, isLabelled: false });
  const fileBytes = statSync(path.join(studio.home, "scenes", gigabyte.sceneId, "scene.tif")).size;
  const browser = await launchBrowser();
  try {
    const labelling = await measureLabelling(browser, studio.url, key, million);
    const firstView = await measureFirstView(browser, studio.url, key, gigabyte);
    console.log(
      JSON.stringify({
        bench: "large",
        labelling,
        firstView: { fileMb: Math.round(fileBytes / 1e6), ...firstView },
      }),
    );
  } finally {
    await browser.close();
  }
} finally {
  await studio.stop();
  rmSync(folder, { recursive: true, force: true });
}
