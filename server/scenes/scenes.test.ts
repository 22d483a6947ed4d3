import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer } from "../api/answer";
import { requireMe } from "../auth/require-me";
import { homeFolders } from "../env";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { insertTestProject, insertTestScene } from "../testing/open-test-studio";
import { makeTestPerson } from "../testing/people";
import { parseRange } from "./parse-range";
import { serveSceneFile } from "./serve-scene-file";

const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
const outside = mkdtempSync(path.join(tmpdir(), "tilewright-outside-"));
let url: string;
let key: string;
let allowed: string;
let projectId: string;
let sceneId: string;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-allowed-"));
  allowed = folder;
  await makeTestHome({ TILEWRIGHT_IMPORT_FOLDERS: folder });
  url = await serveApi([
    {
      pattern: /^\/api\/scenes\/([^/]+)\/raster$/,
      handle: (request, match) =>
        answer(request, async () => {
          await requireMe(request, "project.read");
          return serveSceneFile(request, {
            sceneId: match[1] ?? "",
            fileName: "scene.tif",
            contentType: "image/tiff",
          });
        }),
    },
  ]);
  key = (await makeTestPerson("administrator")).key;
  ({ projectId } = await insertTestProject());
  sceneId = await insertTestScene(projectId, { name: "Delta" });
  mkdirSync(homeFolders.scene(sceneId), { recursive: true });
  writeFileSync(path.join(homeFolders.scene(sceneId), "scene.tif"), bytes);
  mkdirSync(path.join(allowed, "inner"));
  for (const name of ["b10.tif", "b2.tif", ".hidden"]) writeFileSync(path.join(allowed, name), "x");
  writeFileSync(path.join(outside, "secret.tif"), "x");
  symlinkSync(outside, path.join(allowed, "leak"));
  symlinkSync(path.join(outside, "secret.tif"), path.join(allowed, "leak.tif"));
});

afterAll(() => {
  for (const folder of [allowed, outside]) rmSync(folder, { recursive: true, force: true });
});

function ask(route: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${key}`);
  if (init.body) headers.set("content-type", "application/json");
  return fetch(`${url}/api${route}`, { ...init, headers });
}

function getRaster(headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  return ask(`/scenes/${sceneId}/raster`, { headers, method });
}

describe("the raster of a scene", () => {
  it("is sent whole and by byte range", async () => {
    const whole = await getRaster();
    expect(whole.status).toBe(200);
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);

    const part = await getRaster({ range: "bytes=10-19" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe("bytes 10-19/1000");
    expect([...Buffer.from(await part.arrayBuffer())]).toEqual([...bytes.subarray(10, 20)]);

    const tail = await getRaster({ range: "bytes=-5" });
    expect([...Buffer.from(await tail.arrayBuffer())]).toEqual([...bytes.subarray(995)]);
  });

  it("answers HEAD, 304 and 416", async () => {
    const head = await getRaster({}, "HEAD");
    expect(head.headers.get("content-length")).toBe("1000");
    const etag = head.headers.get("etag") ?? "";
    expect((await getRaster({ "if-none-match": etag })).status).toBe(304);
    const beyond = await getRaster({ range: "bytes=1000-" });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get("content-range")).toBe("bytes */1000");
  });

  it("sends all of it when the range was meant for another version", async () => {
    const { headers } = await getRaster({}, "HEAD");
    const same = { range: "bytes=0-0", "if-range": headers.get("etag") ?? "" };
    expect((await getRaster(same)).status).toBe(206);
    expect((await getRaster({ range: "bytes=0-0", "if-range": '"old"' })).status).toBe(200);
  });

  it("outlives readers that go away", async () => {
    const large = path.join(homeFolders.scene(sceneId), "scene.tif");
    const content = Buffer.alloc(4_000_000, 7);
    writeFileSync(large, content);
    for (let reader = 0; reader < 12; reader += 1) {
      const abort = new AbortController();
      const response = ask(`/scenes/${sceneId}/raster`, { signal: abort.signal });
      const { body } = await response;
      await body?.getReader().read();
      abort.abort();
    }
    const whole = Buffer.from(await (await getRaster()).arrayBuffer());
    expect(whole.equals(content)).toBe(true);
    writeFileSync(large, bytes);
  });

  it("is nothing for strangers, and a scene that is none is a problem", async () => {
    expect((await fetch(`${url}/api/scenes/${sceneId}/raster`)).status).toBe(401);
    expect((await ask("/scenes/..%2f..%2fdb/raster")).status).toBe(404);
  });

  it.each([
    ["bytes=0-", { first: 0, last: 9 }],
    ["bytes=3-100", { first: 3, last: 9 }],
    ["bytes=-100", { first: 0, last: 9 }],
    ["bytes=5-4", null],
    ["bytes=0-1,3-4", null],
    ["lines=0-1", null],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=10-", "unsatisfiable"],
  ])("reads the range %s", (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });
});

describe("import folders", () => {
  it("list what lies in them, and no link that leads out", async () => {
    const roots = await (await ask("/import-folders")).json();
    expect(roots.entries).toMatchObject([{ path: allowed, kind: "folder" }]);
    const listing = await (await ask(`/import-folders?path=${allowed}`)).json();
    expect(listing.parent).toBeNull();
    expect(listing.entries.map((entry: { name: string }) => entry.name)).toEqual([
      "inner",
      "b2.tif",
      "b10.tif",
    ]);
  });

  it.each([
    ["a folder beside them", () => outside],
    ["a way up", () => `${allowed}/../..`],
    ["a link that leads out", () => `${allowed}/leak`],
    ["a file behind such a link", () => `${allowed}/leak/secret.tif`],
    ["a linked file", () => `${allowed}/leak.tif`],
    ["nothing at all", () => "/no/such/folder"],
  ])("refuse %s", async (_what, find) => {
    const listing = await ask(`/import-folders?path=${encodeURIComponent(find())}`);
    expect(listing.status).toBe(403);
    const started = await ask(`/projects/${projectId}/scenes/import`, {
      method: "POST",
      body: JSON.stringify({ source: { from: "folder", path: find() }, kind: "raster" }),
    });
    expect(started.status).toBe(403);
    expect(await started.json()).toMatchObject({ code: "forbidden" });
  });

  it("say what is missing inside of them", async () => {
    expect((await ask(`/import-folders?path=${allowed}/none`)).status).toBe(404);
  });
});

describe("scenes", () => {
  it("are listed, renamed, and deleted by name with their files", async () => {
    const list = await (await ask(`/projects/${projectId}/scenes`)).json();
    expect(list).toMatchObject([{ id: sceneId, name: "Delta" }]);
    const renamed = await ask(`/scenes/${sceneId}`, {
      method: "PATCH",
      body: JSON.stringify({ name: "Estuary" }),
    });
    expect(await renamed.json()).toMatchObject({ name: "Estuary" });
    const remove = (confirmName: string) =>
      ask(`/scenes/${sceneId}`, { method: "DELETE", body: JSON.stringify({ confirmName }) });
    expect((await remove("Delta")).status).toBe(400);
    expect((await remove("Estuary")).status).toBe(200);
    expect((await ask(`/scenes/${sceneId}`)).status).toBe(404);
    expect((await getRaster()).status).toBe(404);
  });
});

describe("bands of a scene", () => {
  it("are named and placed in the spectrum by people", async () => {
    const named = await insertTestScene(projectId, { name: "Bands", bandCount: 2 });
    const change = (bands: unknown) =>
      ask(`/scenes/${named}`, { method: "PATCH", body: JSON.stringify({ bands }) });
    const answer = await change([{ index: 2, name: "Near infrared", wavelengthNm: 842.5 }]);
    const changed = (await answer.json()) as { name: string; bands: Record<string, unknown>[] };
    expect(changed.name).toBe("Bands");
    expect(changed.bands[1]).toMatchObject({ name: "Near infrared", wavelengthNm: 842.5 });
    expect(changed.bands[0]?.wavelengthNm).toBeUndefined();
    expect((await change([{ index: 2, name: "NIR", wavelengthNm: -1 }])).status).toBe(400);
  });
});
