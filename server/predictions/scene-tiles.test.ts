import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutTile, reflect } from "./cut-tile";
import { SceneTiles, type TileGrid } from "./scene-tiles";

/** The trainer's reader says what is right: models must see the same tiles that they learned from. */
const trainerFolder = path.resolve("server/trainer");
const python = path.join(trainerFolder, ".venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Skipped: there is no Python at ${python}.`);

interface Case {
  name: string;
  dtype: string;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
  nodata: number | null;
  bands: number[];
  low: number[];
}

describe.runIf(hasPython)("SceneTiles beside the trainer's TileReader", () => {
  let folder: string;
  let cases: Case[];
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "tilewright-tiles-"));
    execFileSync(python, ["tests/reference_tiles.py", folder], {
      cwd: trainerFolder,
      env: { ...process.env, PYTHONPATH: trainerFolder },
    });
    cases = JSON.parse(readFileSync(path.join(folder, "cases.json"), "utf8"));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("reads every tile of every kind of raster alike", async () => {
    expect(cases.length).toBeGreaterThan(5);
    for (const one of cases) {
      const bytes = readFileSync(path.join(folder, `${one.name}.f32`));
      const expected = new Float32Array(bytes.buffer.slice(bytes.byteOffset), 0);
      const found = await readAll(path.join(folder, `${one.name}.tif`), one);
      const tileValues = one.bands.length * one.tileSizePx ** 2;
      expect(found.tiles.length, one.name).toBe(expected.length);
      found.tiles.forEach((value, index) => {
        if (value === expected[index]) return;
        const tile = Math.floor(index / tileValues);
        // A tile without any data is not cut out at all, because no model sees it.
        if (!found.hasData[tile]) return;
        expect.fail(`${one.name}, tile ${tile}: ${value} instead of ${expected[index]}`);
      });
    }
  });

  it("finds the tiles that hold nothing", async () => {
    for (const [name, empty] of [
      ["nodata", 5],
      ["mask", 5],
    ] as const) {
      const one = cases.find((each) => each.name === name) as Case;
      const found = await readAll(path.join(folder, `${name}.tif`), one);
      expect(found.hasData.flatMap((has, tile) => (has ? [] : [tile]))).toEqual([empty]);
    }
  });
});

async function readAll(file: string, one: Case) {
  const grid: TileGrid = {
    rasterPath: file,
    tileSizePx: one.tileSizePx,
    gridRows: one.gridRows,
    gridCols: one.gridCols,
    tileCount: one.gridRows * one.gridCols,
    dtype: one.dtype,
    nodata: one.nodata,
    recipe: { bands: one.bands, low: one.low },
  };
  const tileValues = one.bands.length * one.tileSizePx ** 2;
  const tiles = new Float32Array(grid.tileCount * tileValues);
  const hasData: boolean[] = Array(grid.tileCount).fill(false);
  const scene = await SceneTiles.open(grid);
  for (const plan of scene.planStripes()) {
    const stripe = await scene.readStripe(plan);
    for (let row = 0; row < stripe.rowCount; row += 1) {
      for (let col = 0; col < stripe.colCount; col += 1) {
        const place = (stripe.row + row) * one.gridCols + stripe.col + col;
        const bands = one.bands.length;
        hasData[place] = cutTile(stripe, row, col, one.tileSizePx, bands, tiles, place);
      }
    }
  }
  await scene.close();
  return { tiles, hasData };
}

describe("reflect", () => {
  it("bounces as numpy does, also several times", () => {
    const at = (size: number) => Array.from({ length: 8 }, (_, index) => reflect(index, size));
    expect(at(3)).toEqual([0, 1, 2, 1, 0, 1, 2, 1]);
    expect(at(2)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(at(1)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
