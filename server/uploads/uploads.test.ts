import { statSync } from "node:fs";
import { readdir, readFile, rm, statfs, utimes, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { answer } from "../api/answer";
import { makeTestHome } from "../testing/home";
import { serveApi } from "../testing/http";
import { makeTestPerson } from "../testing/people";
import { claimSpace, maxUnfinishedPerPerson } from "./claim-space";
import { handleUploadRequest } from "./handle-upload-request";
import { requireSpace } from "./require-space";
import { sweepUploads } from "./sweep-uploads";
import { getUpload, toFileName } from "./upload-store";

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
let home: string;
let url: string;
let owner: { id: string; key: string };
let other: string;

beforeAll(async () => {
  home = await makeTestHome({ TILEWRIGHT_MAX_UPLOAD_GB: "0.001" });
  url = await serveApi([
    {
      pattern: /^\/api\/uploads/,
      handle: (request) => answer(request, () => handleUploadRequest(request)),
    },
  ]);
  const { me, key } = await makeTestPerson("analyst");
  owner = { id: me.id, key };
  other = (await makeTestPerson("researcher")).key;
});

function tus(
  method: string,
  location: string,
  headers: Record<string, string>,
  { key = owner.key, body }: { key?: string; body?: Buffer } = {},
): Promise<Response> {
  return fetch(url + location, {
    method,
    headers: { authorization: `Bearer ${key}`, "tus-resumable": "1.0.0", ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
}

function patch(location: string, offset: number, body: Buffer, key?: string): Promise<Response> {
  const headers = {
    "content-type": "application/offset+octet-stream",
    "upload-offset": String(offset),
  };
  return tus("PATCH", location, headers, { body, ...(key ? { key } : {}) });
}

async function begin(length = bytes.length, name = "../a scene.tif"): Promise<string> {
  const response = await tus("POST", "/api/uploads", {
    "upload-length": String(length),
    "upload-metadata": `filename ${Buffer.from(name).toString("base64")},ownerId ${Buffer.from("x").toString("base64")}`,
  });
  expect(response.status).toBe(201);
  return response.headers.get("location") ?? "";
}

/** Sends half of what it announces, waits until some of it is on the disk, and hangs up. */
function breakOff(location: string): Promise<void> {
  return new Promise((resolve) => {
    const request = httpRequest(url + location, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${owner.key}`,
        "tus-resumable": "1.0.0",
        "content-type": "application/offset+octet-stream",
        "upload-offset": "0",
        "content-length": bytes.length,
      },
    });
    request.on("error", () => resolve());
    request.on("close", () => resolve());
    request.write(bytes.subarray(0, bytes.length / 2));
    const file = path.join(home, "uploads", path.basename(location));
    const timer = setInterval(() => {
      if (statSync(file).size === 0) return;
      clearInterval(timer);
      request.destroy();
    }, 20);
  });
}

async function findOffset(location: string): Promise<number> {
  const head = await tus("HEAD", location, {});
  return Number(head.headers.get("upload-offset"));
}

describe("uploads", () => {
  it("go on where they broke off", async () => {
    const location = await begin();
    expect(location).toMatch(/^\/api\/uploads\/upl_[0-9a-z]{20}$/);
    await breakOff(location);
    const offset = await findOffset(location);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThan(bytes.length);
    const response = await patch(location, offset, bytes.subarray(offset));
    expect(response.status).toBe(204);
    const upload = await getUpload(path.basename(location), owner.id);
    expect(upload).toMatchObject({ finished: true, fileName: "a scene.tif" });
    expect(bytes.equals(await readFile(upload.path))).toBe(true);
  });

  it("belong to who began them", async () => {
    const location = await begin();
    const foreign = await patch(location, 0, bytes, other);
    expect(foreign.status).toBe(404);
    expect(await foreign.json()).toMatchObject({ code: "not_found" });
    expect((await tus("DELETE", location, {}, { key: other })).status).toBe(404);
    expect((await fetch(url + location, { method: "HEAD" })).status).toBe(401);
    expect((await tus("DELETE", location, {})).status).toBe(204);
  });

  it("are not found by an id that stands in the query", async () => {
    const location = await begin();
    const detour = `/api/uploads?x=/${path.basename(location)}`;
    expect((await tus("DELETE", detour, {}, { key: other })).status).toBe(404);
    expect((await tus("HEAD", detour, {}, { key: other })).status).toBe(404);
    expect((await patch(detour, 0, bytes, other)).status).toBe(404);
    expect(await findOffset(location)).toBe(0);
  });

  it("say at once how large they will be", async () => {
    const response = await tus("POST", "/api/uploads", { "upload-defer-length": "1" });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ code: "unsupported" });
  });

  it("are refused when their length is no number", async () => {
    for (const length of ["many", "-1", "1e3", "0x10"]) {
      const response = await tus("POST", "/api/uploads", { "upload-length": length });
      expect(response.status, length).toBe(400);
    }
  });

  it("are refused when they are too large, in the words of every other refusal", async () => {
    const response = await tus("POST", "/api/uploads", { "upload-length": "2000000" });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "too_large" });
  });

  it("cannot be written at another offset or downloaded", async () => {
    const location = await begin();
    const wrong = await patch(location, 7, bytes);
    expect(wrong.status).toBe(409);
    expect(await wrong.json()).toMatchObject({ code: "conflict" });
    expect((await tus("GET", location, {})).status).toBe(404);
    expect((await tus("HEAD", "/api/uploads/..%2f..%2fauth-secret", {})).status).toBe(404);
  });

  it("are removed when nobody wants them for a week", async () => {
    const location = await begin();
    const folder = path.join(home, "uploads");
    const id = path.basename(location);
    for (const name of [id, `${id}.json`]) await utimes(path.join(folder, name), 1, 1);
    await sweepUploads();
    expect((await readdir(folder)).filter((name) => name.startsWith(id))).toEqual([]);
  });
});

describe("room on the disk", () => {
  it("is not promised twice", async () => {
    const disk = await statfs(home);
    const byteSize = Math.floor(disk.bavail * disk.bsize * 0.6);
    const claim = (uploadId: string) => claimSpace({ uploadId, ownerId: "somebody", byteSize });
    const [first, second] = await Promise.allSettled([claim("upl_a"), claim("upl_b")]);
    expect(first.status).toBe("fulfilled");
    expect(second).toMatchObject({ status: "rejected", reason: { code: "storage_full" } });
    if (first.status === "fulfilled") first.value();
    (await claim("upl_b"))();
  });

  it("stays promised to uploads that were begun, for a day", async () => {
    const disk = await statfs(home);
    const size = Math.floor(disk.bavail * disk.bsize * 0.6);
    const folder = path.join(home, "uploads");
    const id = `upl_${"0".repeat(20)}`;
    await writeFile(path.join(folder, id), "begun");
    const record = { id, size, metadata: { ownerId: "somebody" } };
    await writeFile(path.join(folder, `${id}.json`), JSON.stringify(record));
    const claim = { uploadId: "upl_b", ownerId: "other", byteSize: size };
    await expect(claimSpace(claim)).rejects.toMatchObject({ code: "storage_full" });
    const yesterday = Date.now() / 1000 - 25 * 3600;
    await utimes(path.join(folder, id), yesterday, yesterday);
    (await claimSpace(claim))();
    for (const name of [id, `${id}.json`]) await rm(path.join(folder, name));
  });

  it("is not promised to more uploads than one person finishes", async () => {
    const claim = (number: number) =>
      claimSpace({ uploadId: `upl_${number}`, ownerId: "hoarder", byteSize: 1 });
    const releases = await Promise.all(
      Array.from({ length: maxUnfinishedPerPerson }, (_, number) => claim(number)),
    );
    await expect(claim(-1)).rejects.toMatchObject({ code: "too_many_requests" });
    for (const release of releases) release();
    (await claim(-1))();
  });
});

it("names the room that is missing", async () => {
  await requireSpace(1);
  await expect(requireSpace(1e18)).rejects.toMatchObject({
    code: "storage_full",
    message: expect.stringContaining("1,000,000 TB"),
  });
});

it("keeps names of files harmless", () => {
  expect(toFileName("../../etc/passwd")).toBe("passwd");
  expect(toFileName("C:\\data\\s2.tif")).toBe("s2.tif");
  expect(toFileName("..")).toBe("upload");
  expect(toFileName("a\u0000b\n.tif")).toBe("ab.tif");
  expect(toFileName(null)).toBe("upload");
  const long = toFileName(`${"影像".repeat(100)}.tif`);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200);
  expect(long).toMatch(/^[影像]+\.tif$/);
});
