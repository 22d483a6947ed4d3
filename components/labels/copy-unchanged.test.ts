import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scene } from "@/lib/contracts/scenes";
import { measureChannels } from "../map/channel-statistics";
import { CogReader } from "../map/cog-reader";
import type { RasterFacts } from "../map/raster-layer";
import { findCopyCandidates } from "./copy-unchanged";

const folder = path.resolve(import.meta.dirname, "../../../shared/data/scenes");
const files = ["naip_nd_20100629.tif", "naip_nd_20190904.tif"].map((name) =>
  path.join(folder, name),
);
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) console.log(`Skipped on two dates: ${missing.join(", ")} is not here.`);

const [widthPx, heightPx, tileSizePx] = [934, 723, 64];
const extent: [number, number, number, number] = [0, 0, widthPx, heightPx];
const [gridRows, gridCols] = [12, 15];
const servers: Server[] = [];

async function open(file: string): Promise<CogReader> {
  const bytes = readFileSync(file);
  const server = createServer((request, response) => {
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "");
    const start = Number(range?.[1] ?? 0);
    const end = Math.min(bytes.length - 1, Number(range?.[2] ?? bytes.length - 1));
    response.writeHead(206, { "content-range": `bytes ${start}-${end}/${bytes.length}` });
    response.end(bytes.subarray(start, end + 1));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return CogReader.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** A scene in a plane of its own pixels, with the statistics of what the reader reads. */
async function sceneOf(id: string, reader: CogReader): Promise<Scene> {
  const facts = { dtype: "uint8", nodata: 0, extent } as unknown as RasterFacts;
  const bands = await Promise.all(
    [1, 2, 3, 4].map(async (index) => {
      const stretches = [{ low: 0, high: 1 }];
      const look = { mode: "single" as const, bands: [index], stretches, gamma: 1 };
      const [measured] = await measureChannels(reader, facts, { ...look, ramp: "grey" }, null);
      return { ...measured, index, name: `Band ${index}` };
    }),
  );
  return {
    ...{ id, extent, bands, nodata: 0, gridRows, gridCols, tileSizePx, widthPx, heightPx },
    transform: [1, 0, 0, 0, -1, heightPx],
    crs: { code: null, wkt: null, proj4: "+proj=utm +zone=14 +datum=NAD83", unit: "m" },
    tileCount: gridRows * gridCols,
    groundSampleMeters: 1,
  } as unknown as Scene;
}

describe.skipIf(missing.length > 0)("labels of another date", () => {
  let readers: CogReader[];
  let scenes: Scene[];
  const labels = new Uint8Array(gridRows * gridCols);

  beforeAll(async () => {
    readers = await Promise.all(files.map(open));
    scenes = await Promise.all(readers.map((reader, place) => sceneOf(`s${place}`, reader)));
    labels.fill(2, 0, 100);
  });
  afterAll(() => {
    for (const reader of readers) reader.close();
    for (const server of servers) server.close();
  });

  async function find(here: number, there: number, plane: Uint8Array) {
    const [reader, other] = [readers[here], readers[there]];
    const [scene, otherScene] = [scenes[here], scenes[there]];
    if (!reader || !other || !scene || !otherScene) throw new Error("no scene");
    const signal = new AbortController().signal;
    const target = { scene, reader, plane };
    return findCopyCandidates(target, { scene: otherScene, reader: other, plane: labels }, signal);
  }

  it("come with no change where both dates are one", async () => {
    const found = await find(0, 0, new Uint8Array(gridRows * gridCols));
    expect(found.length).toBeGreaterThan(90);
    expect(Math.max(...found.map(({ change }) => change))).toBe(0);
  });

  it("come with the change of nine years, for unlabelled tiles only", async () => {
    const plane = new Uint8Array(gridRows * gridCols);
    plane[20] = 1;
    const found = await find(0, 1, plane);
    expect(found.every(({ cell, byte }) => cell < 100 && cell !== 20 && byte === 2)).toBe(true);
    const changes = found.map(({ change }) => change).sort((one, other) => one - other);
    expect(changes.length).toBeGreaterThan(90);
    expect(changes[0]).toBeGreaterThan(0.1);
    expect(changes[Math.floor(changes.length / 2)]).toBeLessThan(2);
    expect(changes.at(-1) ?? 0).toBeGreaterThan(2 * (changes[0] ?? 0));
  });
});
