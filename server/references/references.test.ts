import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { Job } from "@/lib/contracts/jobs";
import { type importSceneInputSchema, rasterFactsSchema } from "@/lib/contracts/scenes";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { claimJob } from "../jobs/claim-job";
import { getJob } from "../jobs/queries";
import { SceneTiles } from "../predictions/scene-tiles";
import { updateRemoteHosts } from "../remote/hosts";
import { getScene } from "../scenes/get-scene";
import { importScene } from "../scenes/import-scene";
import { serveSceneFile } from "../scenes/serve-scene-file";
import { FileHost } from "../testing/file-host";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestUser } from "../testing/open-test-studio";
import { runJob } from "../worker/run-job";
import { findReference } from "./find-reference";

const python = path.resolve("server/trainer/.venv/bin/python");
const data = path.resolve("../shared/data");
const hasPython = existsSync(python);
if (!hasPython) console.log(`References are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 120_000 });

const files = mkdtempSync(path.join(tmpdir(), "tilewright-files-"));
const allowed = mkdtempSync(path.join(tmpdir(), "tilewright-allowed-"));
const limits = { import: 1, run: 1, predict: 1, export: 1 };
let host: FileHost;
let me: Me;
let projectId: string;

beforeAll(async () => {
  if (!hasPython) return;
  await makeTestHome({ TILEWRIGHT_IMPORT_FOLDERS: allowed });
  execFileSync(python, ["server/testing/write-cog.py", files]);
  host = await FileHost.open();
  await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
  me = await insertTestUser();
  ({ projectId } = await insertTestProject({ classes: 2 }));
});
afterAll(() => {
  host?.close();
  for (const folder of [files, allowed]) rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  if (!host) return;
  host.files.clear();
  host.asked.length = 0;
});

type Source = (typeof importSceneInputSchema)["_output"]["source"];

async function bring(source: Source, inPlace = true): Promise<Job> {
  const { jobId } = await importScene(
    { projectId, source, kind: "raster", inPlace, createMissingClasses: true },
    me,
  );
  const row = await claimJob("test", limits);
  if (row?.id !== jobId) throw new Error("The queue handed out another job.");
  await runJob(row, "test", new AbortController().signal);
  return getJob(jobId);
}

function hosted(name: string, more: { cutOff?: { afterBytes: number; times: number } } = {}) {
  const bytes = readFileSync(path.join(files, name));
  host.files.set(`/${name}`, { bytes, ...more });
  return { from: "addresses" as const, addresses: [`${host.url}/${name}`] };
}

/** What of an imported scene is the same as of one that is used where it lies. */
async function facts(sceneId: string | null) {
  const {
    byteSize: _size,
    sha256: _hash,
    notes: _notes,
    ...rest
  } = rasterFactsSchema.parse(await getScene(sceneId ?? ""));
  return rest;
}

function ask(sceneId: string, range: string, headers: Record<string, string> = {}) {
  const request = new Request("http://studio/raster", { headers: { range, ...headers } });
  return serveSceneFile(request, { sceneId, fileName: "scene.tif", contentType: "image/tiff" });
}

describe.skipIf(!hasPython)("a raster that is used where it lies", () => {
  it.each(["cog.tif", "other.tif", "plain.tif"])(
    "is measured as its copy is, and keeps its bytes where they are: %s",
    async (name) => {
      const copied = await bring(hosted(name), false);
      expect(copied).toMatchObject({ status: "finished", problem: null });
      const job = await bring(hosted(name));
      expect(job).toMatchObject({ status: "finished", problem: null });
      const sceneId = job.subjectId ?? "";
      expect(await facts(sceneId)).toEqual(await facts(copied.subjectId));
      const scene = await getScene(sceneId);
      expect(scene.reference).toEqual({ from: "address", address: `${host.url}/${name}` });
      expect(scene.notes[0]?.code).toBe("used_in_place");
      expect(readdirSync(homeFolders.scene(sceneId))).toEqual(["thumbnail.png"]);
      expect(readdirSync(homeFolders.scratch())).toEqual([]);
      expect(await readTiles(sceneId)).toEqual(await readTiles(copied.subjectId ?? ""));
    },
  );

  it("is sent on by the studio, range by range, and never the address's secret", async () => {
    const bytes = readFileSync(path.join(files, "cog.tif"));
    host.files.set("/cog.tif", { bytes });
    const secret = "sig=a-secret";
    const job = await bring({
      from: "addresses",
      addresses: [`${host.url}/cog.tif?${secret}`],
    });
    const sceneId = job.subjectId ?? "";
    expect(JSON.stringify([await getScene(sceneId), job])).not.toContain(secret);
    const part = await ask(sceneId, "bytes=100-299");
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 100-299/${bytes.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 300));
    const whole = await serveSceneFile(new Request("http://studio/raster"), {
      ...{ sceneId, fileName: "scene.tif", contentType: "image/tiff" },
    });
    expect(bytes.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
    expect((await ask(sceneId, `bytes=${bytes.length}-`)).status).toBe(416);
    expect((await ask(sceneId, "bytes=0-9", { "if-range": '"other"' })).status).toBe(200);
    expect(host.asked.every((request) => request.url?.includes(secret))).toBe(true);
  });

  it("is refused when it has changed, whole or not at all, and when its host is away", async () => {
    const job = await bring(hosted("plain.tif"));
    const sceneId = job.subjectId ?? "";
    const changed = readFileSync(path.join(files, "changed.tif"));
    for (const file of [
      { bytes: changed, etag: '"2"' },
      { bytes: changed.subarray(0, 9000) },
      { bytes: readFileSync(path.join(files, "plain.tif")), wholeOnly: true },
      { bytes: readFileSync(path.join(files, "plain.tif")), etag: null },
    ]) {
      host.files.set("/plain.tif", file);
      await expect(ask(sceneId, "bytes=5000-20000")).rejects.toMatchObject({ code: "conflict" });
      await expect(readTiles(sceneId)).rejects.toMatchObject({ code: "conflict" });
    }
    host.files.clear();
    await expect(ask(sceneId, "bytes=0-9")).rejects.toMatchObject({ code: "not_found" });
    await updateRemoteHosts({ hosts: [] });
    await expect(ask(sceneId, "bytes=0-9")).rejects.toMatchObject({ code: "forbidden" });
    const gone = await FileHost.open();
    gone.close();
    await updateRemoteHosts({
      hosts: [host.host, gone.host].map((one) => ({ host: one, isPrivate: true })),
    });
    const reference = await findReference(sceneId);
    await getDb()
      .updateTable("scene")
      .set({ reference_json: JSON.stringify({ ...reference, location: `${gone.url}/plain.tif` }) })
      .where("id", "=", sceneId)
      .execute();
    await expect(ask(sceneId, "bytes=0-9")).rejects.toMatchObject({ code: "unavailable" });
    expect((await getScene(sceneId)).name).toBe("plain");
  });

  it("is read on where its host breaks off, unless it does so every time", async () => {
    const once = await bring(hosted("cog.tif", { cutOff: { afterBytes: 40_000, times: 2 } }));
    expect(once).toMatchObject({ status: "finished", problem: null });
    const never = await bring(hosted("cog.tif", { cutOff: { afterBytes: 40_000, times: 1e9 } }));
    expect(never).toMatchObject({ status: "failed", problem: { code: "unavailable" } });
    const copied = await bring(
      hosted("cog.tif", { cutOff: { afterBytes: 40_000, times: 1 } }),
      false,
    );
    expect(copied).toMatchObject({ status: "failed", problem: { code: "unavailable" } });
    expect(readdirSync(homeFolders.scratch())).toEqual([]);
  });

  it.each([
    ["flat.tif", "unsupported", "not in tiles"],
    ["no-overviews.tif", "unsupported", "has no overviews"],
    ["jpeg.tif", "unsupported", "compressed with"],
    ["zstd.tif", "unsupported", "compressed with ZSTD"],
    ["apart.tif", "unsupported", "stored apart"],
    ["alpha.tif", "unsupported", "alpha band"],
    ["short.tif", "unreadable_file", "incomplete"],
    ["vrt.tif", "unsupported", "virtual raster"],
  ])("is a whole and real cloud optimized GeoTIFF, not %s", async (name, code, words) => {
    const job = await bring(hosted(name));
    expect(job.problem?.message).toContain(words);
    expect(job).toMatchObject({ status: "failed", problem: { code } });
    if (code === "unsupported" && name !== "vrt.tif") {
      expect(job.problem?.hint).toContain("Import it");
    }
    expect(readdirSync(homeFolders.scratch())).toEqual([]);
    expect(host.asked.every((request) => request.headers.range)).toBe(true);
  });

  it("has a host that sends parts and names versions", async () => {
    const bytes = readFileSync(path.join(files, "cog.tif"));
    const source = { from: "addresses" as const, addresses: [`${host.url}/a.tif`] };
    host.files.set("/a.tif", { bytes, wholeOnly: true });
    expect((await bring(source)).problem?.message).toContain("only as a whole");
    host.files.set("/a.tif", { bytes, etag: null });
    expect((await bring(source)).problem?.message).toContain("names no version");
    host.files.set("/a.tif", (_request, response) => response.writeHead(401).end());
    expect((await bring(source)).problem?.message).toContain("status 401");
    host.files.set("/a.tif", { bytes: Buffer.alloc(0) });
    expect((await bring(source)).problem?.code).toBe("unreadable_file");
    host.files.set("/a.tif", { bytes: Buffer.from("<html>sign in</html>"), type: "text/html" });
    expect((await bring(source)).problem?.code).toBe("unreadable_file");
  });

  it("may lie in an allowed folder, and is refused once somebody wrote into it", async () => {
    const file = path.join(allowed, "local.tif");
    copyFileSync(path.join(files, "cog.tif"), file);
    const job = await bring({ from: "folder", path: file });
    expect(job).toMatchObject({ status: "finished", problem: null });
    const sceneId = job.subjectId ?? "";
    expect((await getScene(sceneId)).reference).toEqual({ from: "folder", address: file });
    const part = Buffer.from(await (await ask(sceneId, "bytes=7-70007")).arrayBuffer());
    expect(readFileSync(file).subarray(7, 70_008).equals(part)).toBe(true);
    utimesSync(file, 1, 1);
    await expect(ask(sceneId, "bytes=0-9")).rejects.toMatchObject({ code: "conflict" });
    rmSync(file);
    await expect(ask(sceneId, "bytes=0-9")).rejects.toMatchObject({ code: "not_found" });
    const outside = { from: "folder" as const, path: path.join(files, "cog.tif") };
    await expect(bring(outside)).rejects.toMatchObject({ code: "forbidden" });
    mkdirSync(path.join(allowed, "folder"));
    await expect(
      bring({ from: "folder", path: path.join(allowed, "folder") }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("has a name that leads nowhere when it is copied", async () => {
    host.files.set("/..%2F..%2Fevil.tif", { bytes: readFileSync(path.join(files, "cog.tif")) });
    const job = await bring(
      { from: "addresses", addresses: [`${host.url}/..%2F..%2Fevil.tif`] },
      false,
    );
    expect(job).toMatchObject({ status: "finished", problem: null });
    expect((await getScene(job.subjectId ?? "")).name).toBe(".._.._evil");
  });

  it.skipIf(!existsSync(data))("is refused with a reason where it is hostile", async () => {
    for (const name of readdirSync(path.join(data, "hostile")).filter(isCheap)) {
      host.files.set("/hostile.tif", { bytes: readFileSync(path.join(data, "hostile", name)) });
      const job = await bring({ from: "addresses", addresses: [`${host.url}/hostile.tif`] });
      expect([name, job.status]).toEqual([name, "failed"]);
      expect([name, job.problem?.code]).toEqual([
        name,
        expect.stringMatching(/^(unreadable_file|unsupported|too_large|invalid_input)$/),
      ]);
    }
    expect(readdirSync(homeFolders.scratch())).toEqual([]);
  });
});

/** One of each kind: all of them are tried with the same code when they are imported. */
function isCheap(name: string): boolean {
  return /^(bomb_|truncated|text|zero|vrt|seek|libtiff|multipage|fuzz_inf|corrupt)/.test(name);
}

async function readTiles(sceneId: string) {
  const scene = await getScene(sceneId);
  const tiles = await SceneTiles.open({
    rasterPath: path.join(homeFolders.scene(sceneId), "scene.tif"),
    reference: await findReference(sceneId),
    tileSizePx: 64,
    gridRows: scene.gridRows,
    gridCols: scene.gridCols,
    tileCount: scene.tileCount,
    dtype: scene.dtype,
    nodata: scene.nodata,
    recipe: { bands: [3, 1], low: [0, 0] },
  });
  try {
    const whole = { row: 0, rowCount: scene.gridRows, col: 0, colCount: scene.gridCols };
    const { values, valid } = await tiles.readStripe(whole);
    return { values: Buffer.from(values.buffer).toString("base64"), valid: [...valid] };
  } finally {
    await tiles.close();
  }
}
