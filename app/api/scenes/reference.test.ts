import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CogBlock, CogReader } from "@/components/map/cog-reader";
import { findTrouble } from "@/components/map/imagery-trouble";
import { problemResponse } from "@/server/api/errors";
import { getDb } from "@/server/db/client";
import { lookAtReference } from "@/server/references/open-reference";
import { updateRemoteHosts } from "@/server/remote/hosts";
import { serveSceneFile } from "@/server/scenes/serve-scene-file";
import { FileHost } from "@/server/testing/file-host";
import { makeTestHome } from "@/server/testing/home";
import { serveApi } from "@/server/testing/http";
import { insertTestProject, insertTestScene } from "@/server/testing/open-test-studio";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Reading references in the browser is not tested: no ${python}.`);
vi.setConfig({ testTimeout: 60_000 });
const files = mkdtempSync(path.join(tmpdir(), "tilewright-browser-"));
let host: FileHost;
let url: string;

beforeAll(async () => {
  if (!hasPython) return;
  await makeTestHome();
  execFileSync(python, ["server/testing/write-cog.py", files]);
  host = await FileHost.open();
  await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
  // The guard of the route has its own tests.
  url = await serveApi([
    {
      pattern: /^\/scenes\/(scn_\w+)\/raster$/,
      handle: (request, match) =>
        serveSceneFile(request, {
          sceneId: match[1] ?? "",
          fileName: "scene.tif",
          contentType: "image/tiff",
        }).catch(problemResponse),
    },
  ]);
});
afterAll(() => {
  host?.close();
  rmSync(files, { recursive: true, force: true });
});

async function addScene(name: string): Promise<string> {
  host.files.set(`/${name}`, { bytes: readFileSync(path.join(files, name)) });
  const { projectId } = await insertTestProject();
  const sceneId = await insertTestScene(projectId, { dtype: "uint16" });
  const { reference } = await lookAtReference("address", `${host.url}/${name}`);
  await getDb()
    .updateTable("scene")
    .set({ reference_json: JSON.stringify(reference) })
    .where("id", "=", sceneId)
    .execute();
  return `${url}/scenes/${sceneId}/raster`;
}

function bytesOf(block: CogBlock | undefined): Buffer {
  const pixels = block?.pixels ?? new Uint8Array();
  return Buffer.from(pixels.buffer as ArrayBuffer);
}

describe.skipIf(!hasPython)("the reader of the browser", () => {
  it.each(["cog.tif", "other.tif"])("shows what lies elsewhere: %s", async (name) => {
    const [far, near] = [await CogReader.open(await addScene(name)), await plain()];
    expect(far.levels.map(({ widthPx }) => widthPx)).toEqual([700, 350, 175]);
    for (const [level, row, col] of [
      [0, 0, 0],
      [0, 2, 2],
      [1, 1, 1],
    ] as const) {
      const [one, other] = await Promise.all(
        [far, near].map((reader) => reader.readBlock(level, row, col)),
      );
      expect(bytesOf(one).equals(bytesOf(other))).toBe(true);
    }
    far.close();
    near.close();
  });

  const plain = async () => CogReader.open(await addScene("plain.tif"));

  it("says why it cannot be read, and reads on when it can be", async () => {
    const address = await addScene("cog.tif");
    const bytes = readFileSync(path.join(files, "cog.tif"));
    host.files.set("/cog.tif", { bytes, etag: '"other"' });
    await expect(CogReader.open(address)).rejects.toThrow();
    expect(findTrouble(address)?.code).toBe("conflict");
    host.files.set("/cog.tif", (_request, response) => response.writeHead(503).end());
    const opening = CogReader.open(address);
    await vi.waitFor(() => expect(findTrouble(address)?.code).toBe("unavailable"), 10_000);
    host.files.set("/cog.tif", { bytes });
    const reader = await opening;
    expect(findTrouble(address)).toBeNull();
    reader.close();
  });
});
