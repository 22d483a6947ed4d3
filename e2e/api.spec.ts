import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { dataFolder, hasSharedData, Studio } from "./studio";

const root = path.resolve(import.meta.dirname, "..");
const python = path.join(root, "server/trainer/.venv/bin/python");

/** The ```sh blocks of docs/api.md, in order: what a reader would paste. */
function readScript(): string {
  const page = readFileSync(path.join(root, "docs/api.md"), "utf8");
  return Array.from(page.matchAll(/^```sh\n([\s\S]*?)^```/gm), (match) => match[1]).join("\n");
}

/** A zip of 40 real chips of each of four classes. */
function makeChipsZip(file: string): void {
  const code = `
import sys, zipfile
from pathlib import Path
source, target = Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(target, "w") as archive:
    for name in ("Forest", "River", "Residential", "SeaLake"):
        for chip in sorted((source / name).iterdir())[:40]:
            archive.write(chip, f"chips/{name}/{chip.name}")
`;
  const done = spawnSync(python, ["-c", code, path.join(dataFolder, "chips/eurosat_rgb"), file]);
  if (done.status !== 0) throw new Error(String(done.stderr));
}

test.describe("the circle over HTTP", () => {
  test.skip(!hasSharedData(), "../shared/data is not beside this checkout");

  test("docs/api.md works as it stands", async () => {
    const studio = new Studio();
    const folder = mkdtempSync(path.join(tmpdir(), "tilewright-api-"));
    try {
      const { key } = await studio.createClient(await studio.start());
      makeChipsZip(path.join(folder, "chips.zip"));
      writeFileSync(path.join(folder, "circle.sh"), readScript());
      mkdirSync(path.join(folder, "out"));
      const done = spawnSync("bash", [path.join(folder, "circle.sh")], {
        cwd: path.join(folder, "out"),
        encoding: "utf8",
        timeout: 280_000,
        env: {
          ...process.env,
          TILEWRIGHT_URL: studio.url,
          TILEWRIGHT_KEY: key,
          SCENE: path.join(dataFolder, "scenes/orthophoto_stade_rgb.tif"),
          CHIPS: path.join(folder, "chips.zip"),
        },
      });
      expect(done.stderr).toBe("");
      expect(done.status).toBe(0);
      expect(done.stdout).toContain("train: ");
      const code = `
import json, rasterio
with rasterio.open("class.tif") as classes, rasterio.open("confidence.tif") as confidence:
    values = classes.read(1)
    print(json.dumps({"shape": list(values.shape), "labelled": int((values > 0).sum()),
        "low": float(confidence.read(1)[values > 0].min()), "high": float(confidence.read(1)[values > 0].max())}))
`;
      const read = spawnSync(python, ["-c", code], {
        cwd: path.join(folder, "out"),
        encoding: "utf8",
      });
      const raster = JSON.parse(read.stdout) as {
        shape: [number, number];
        labelled: number;
        low: number;
        high: number;
      };
      expect(raster.labelled).toBe(160);
      expect(raster.low).toBeGreaterThan(0);
      expect(raster.high).toBeLessThanOrEqual(1);
    } finally {
      await studio.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
