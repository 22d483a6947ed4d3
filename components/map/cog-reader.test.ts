import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CogReader } from "./cog-reader";

const root = path.resolve(import.meta.dirname, "../..");
const file = path.resolve(root, "../shared/data/scenes/s2_beaufort_nc_8band.tif");
const python = path.join(root, "server/trainer/.venv/bin/python");
const window = { row: 480, col: 1000, heightPx: 64, widthPx: 64 };

const missing = [file, python].filter((one) => !existsSync(one));
if (missing.length > 0) console.log(`Skipped against rasterio: ${missing.join(", ")} is not here.`);

/** What rasterio reads from the same window: pixels of two bands, the mask, means of all bands. */
function readByRasterio() {
  const script = `
import json, sys, rasterio
from rasterio.windows import Window
with rasterio.open(sys.argv[1], driver="GTiff") as scene:
    window = Window(${window.col}, ${window.row}, ${window.widthPx}, ${window.heightPx})
    pixels = scene.read(window=window)
    mask = scene.dataset_mask(window=window)
    edge = scene.dataset_mask(window=Window(0, 0, 64, 64))
    print(json.dumps({
        "bands": [pixels[7].ravel().tolist(), pixels[2].ravel().tolist()],
        "valid": (mask.ravel() > 0).astype(int).tolist(),
        "means": pixels.reshape(8, -1).mean(axis=1).tolist(),
        "deviations": pixels.reshape(8, -1).std(axis=1).tolist(),
        "edgeValid": int((edge > 0).sum()),
    }))`;
  return JSON.parse(execFileSync(python, ["-c", script, file], { encoding: "utf8" })) as {
    bands: number[][];
    valid: number[];
    means: number[];
    deviations: number[];
    edgeValid: number;
  };
}

/** Serves one file by byte ranges. */
function serveFile(bytes: Buffer): Server {
  return createServer((request, response) => {
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "");
    const start = Number(range?.[1] ?? 0);
    const end = Math.min(bytes.length - 1, Number(range?.[2] ?? bytes.length - 1));
    response.writeHead(206, { "content-range": `bytes ${start}-${end}/${bytes.length}` });
    response.end(bytes.subarray(start, end + 1));
  });
}

describe.skipIf(missing.length > 0)("a cloud optimized GeoTIFF", () => {
  let server: Server;
  let reader: CogReader;

  beforeAll(async () => {
    server = serveFile(readFileSync(file));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    reader = await CogReader.open(`http://127.0.0.1:${port}/scene.tif`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("has levels, the finest first", () => {
    expect(reader.bandCount).toBe(8);
    expect(reader.levels[0]).toMatchObject({ widthPx: 1650, heightPx: 1040 });
    const widths = reader.levels.map((level) => level.widthPx);
    expect(widths).toEqual([...widths].sort((one, other) => other - one));
    expect(widths.length).toBeGreaterThan(2);
  });

  it("is read as rasterio reads it: pixels, mask and statistics", async () => {
    const expected = readByRasterio();
    const read = await reader.readWindow(window, [8, 3], null);
    expect(Array.from(read.bands[0] ?? [])).toEqual(expected.bands[0]);
    expect(Array.from(read.bands[1] ?? [])).toEqual(expected.bands[1]);
    expect(Array.from(read.valid)).toEqual(expected.valid);
    const spectrum = await reader.readSpectrum(window, null);
    for (let band = 0; band < 8; band += 1) {
      expect(spectrum.means[band]).toBeCloseTo(expected.means[band] as number, 6);
      expect(spectrum.deviations[band]).toBeCloseTo(expected.deviations[band] as number, 6);
    }
    const corner = { row: 0, col: 0, heightPx: 64, widthPx: 64 };
    expect((await reader.readSpectrum(corner, null)).validCount).toBe(expected.edgeValid);
  });

  it("is nothing outside the raster, and can be read in steps", async () => {
    const over = { row: -32, col: -32, heightPx: 64, widthPx: 64 };
    const { valid, widthPx, heightPx } = await reader.readWindow(over, [1], null, 2);
    expect([widthPx, heightPx, valid.length]).toEqual([32, 32, 1024]);
    expect(valid.slice(0, 32 * 16).every((one) => one === 0)).toBe(true);
    const full = await reader.readWindow(window, [8], null);
    const half = await reader.readWindow(window, [8], null, 2);
    expect(half.bands[0]?.[33]).toBe(full.bands[0]?.[2 * 64 + 2]);
  });
});
