import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findStandardClass } from "@/lib/class-colours";
import { reservedKeys } from "@/lib/class-keys";
import type { Job } from "@/lib/contracts/jobs";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { getDb, inTransaction } from "../db/client";
import { getEnv } from "../env";
import { claimJob } from "../jobs/claim-job";
import { enqueueJob } from "../jobs/enqueue-job";
import { getJob } from "../jobs/queries";
import { countLabels } from "../labels/count-labels";
import { createProject } from "../projects/create-project";
import { getProject } from "../projects/get-project";
import { getScene } from "../scenes/get-scene";
import type { ImportPayload } from "../scenes/import-scene";
import { listChips } from "../scenes/list-chips";
import { makeTestHome } from "../testing/home";
import { runJob } from "../worker/run-job";

const data = path.resolve("../shared/data");
const python = path.resolve("server/trainer/.venv/bin/python");
const missing = [data, python].filter((needed) => !existsSync(needed));
if (missing.length > 0) {
  console.log(`Imports of real files are not tested: ${missing.join(" and ")} is missing.`);
}
vi.setConfig({ testTimeout: 180_000 });
const importable = mkdtempSync(path.join(tmpdir(), "tilewright-imports-"));
const limits = { import: 1, run: 1, predict: 1, export: 1 };

let home: string;
let projectId: string;

beforeAll(async () => {
  home = await makeTestHome({ TILEWRIGHT_IMPORT_FOLDERS: `${data}:${importable}` });
  const look = { key: null, archived: false };
  const project = await createProject(
    {
      name: "Imports",
      description: "",
      tileSizePx: 64,
      classes: [
        { name: "forest", colour: "#1f6b3a", ...look },
        { name: "Unused", colour: "#5a5a5a", ...look },
      ],
    },
    { createdBy: null },
  );
  projectId = project.id;
});

afterAll(() => rmSync(importable, { recursive: true, force: true }));

/** Imports a file or folder of the test data, through the queue. */
function importFile(file: string, kind: "raster" | "chips"): Promise<Job> {
  return importSource({ from: "folder", path: path.join(data, file) }, kind);
}

async function importSource(
  source: ImportPayload["source"],
  kind: "raster" | "chips",
  importedBy: string | null = null,
): Promise<Job> {
  const jobId = await inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "scene.import",
      payload: {
        sceneId: newId("scene"),
        projectId,
        source,
        kind,
        name: "Imported",
        createMissingClasses: true,
        importedBy,
      },
      projectId,
      title: sentence("server.titles.importScene", { name: "Imported" }),
      createdBy: null,
    }),
  );
  const row = await claimJob("test", limits);
  if (row?.id !== jobId) throw new Error("The queue handed out another job.");
  await runJob(row, "test", new AbortController().signal);
  return getJob(jobId);
}

/** Puts a finished upload of Ada's into the home, as the upload server leaves it. */
function keepUpload(filename: string, content: Buffer): string {
  const uploadId = newId("upload");
  const folder = path.join(home, "uploads");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, uploadId), content);
  const metadata = { ownerId: "ada", filename };
  const record = { id: uploadId, size: content.length, offset: content.length, metadata };
  writeFileSync(path.join(folder, `${uploadId}.json`), JSON.stringify(record));
  return uploadId;
}

function listFolder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe.skipIf(missing.length > 0)("imports", () => {
  it("turn a GeoTIFF into a scene with a grid of the project's tiles", async () => {
    const job = await importFile("scenes/s2_beaufort_nc_8band.tif", "raster");
    expect(job).toMatchObject({ status: "finished", problem: null });
    const scene = await getScene(job.subjectId ?? "");
    expect(scene).toMatchObject({ kind: "raster", bandCount: 8, tileSizePx: 64 });
    expect(scene.gridRows).toBe(Math.ceil(scene.heightPx / 64));
    expect(scene.tileCount).toBe(scene.gridRows * scene.gridCols);
    const files = listFolder(path.join(home, "scenes", scene.id));
    expect(files).toEqual(expect.arrayContaining(["scene.tif", "thumbnail.png"]));
    expect(listFolder(path.join(home, "scratch"))).toEqual([]);
  });

  it("label chips by their folders, into classes that are there or made", async () => {
    const job = await importFile("chips/eurosat_rgb", "chips");
    expect(job).toMatchObject({ status: "finished", problem: null });
    const scene = await getScene(job.subjectId ?? "");
    const project = await getProject(projectId);
    expect(project.classes.filter((one) => one.name.toLowerCase() === "forest")).toHaveLength(1);
    // New classes look as those do that a person adds by hand.
    const lake = project.classes.find((one) => one.name === "SeaLake");
    expect(lake?.colour).toBe(findStandardClass("SeaLake")?.colour);
    expect(project.classes.filter((one) => reservedKeys.includes(one.key ?? ""))).toEqual([]);
    const chips = await listChips(scene.id);
    expect(chips).toHaveLength(scene.chips?.count ?? 0);
    const counts = await countLabels(scene.id, { id: "nobody" });
    expect(counts.labelledCount).toBe(chips.length);
    const forest = project.classes.find((one) => one.name === "forest");
    expect(counts.classCounts[forest?.id ?? ""]).toBe(300);
    const events = await getDb()
      .selectFrom("label_batch")
      .select("act")
      .where("scene_id", "=", scene.id)
      .execute();
    expect(events).toEqual([{ act: "import" }]);
  });

  it.each([
    "hostile/truncated_60pct.tif",
    "hostile/text_named.tif",
    "hostile/zero_bytes.tif",
    "hostile/vrt_reads_local_file.tif",
    "hostile/bomb_sparse_2000000px.tif",
  ])("refuse %s with a reason and leave nothing behind", async (file) => {
    const scenes = listFolder(path.join(home, "scenes"));
    const job = await importFile(file, "raster");
    expect(job.status).toBe("failed");
    expect(job.problem?.code).toMatch(/^(unreadable_file|unsupported|too_large|invalid_input)$/);
    expect(job.problem?.message).not.toContain(getEnv().home);
    expect(listFolder(path.join(home, "scenes"))).toEqual(scenes);
    expect(listFolder(path.join(home, "scratch"))).toEqual([]);
  });

  it("do not keep an upload that cannot be read", async () => {
    const uploadId = keepUpload("a.tif", Buffer.from("no image"));
    const job = await importSource({ from: "upload", uploadId }, "raster", "ada");
    expect(job.problem).toMatchObject({ code: "unreadable_file" });
    expect(listFolder(path.join(home, "uploads"))).toEqual([]);
  });

  it("make one scene of several uploads that hold its bands", async () => {
    const uploadIds = ["b08", "b04"].map((band) =>
      keepUpload(
        `T36QWD_2020_${band.toUpperCase()}.tif`,
        readFileSync(path.join(data, `scenes/s2_${band}_uint16.tif`)),
      ),
    );
    const job = await importSource({ from: "uploads", uploadIds }, "raster", "ada");
    expect(job).toMatchObject({ status: "finished", problem: null });
    const scene = await getScene(job.subjectId ?? "");
    expect(scene).toMatchObject({ kind: "raster", bandCount: 2, widthPx: 393, heightPx: 383 });
    expect(scene.bands.map((band) => [band.name, band.colour])).toEqual([
      ["B04", "red"],
      ["B08", "nir"],
    ]);
    expect(listFolder(path.join(home, "uploads"))).toEqual([]);
    expect(listFolder(path.join(home, "scratch"))).toEqual([]);
  });

  it("refuse two uploads of one name for one scene", async () => {
    const uploadIds = ["1", "2"].map(() => keepUpload("B04.tif", Buffer.from("no image")));
    const job = await importSource({ from: "uploads", uploadIds }, "raster", "ada");
    expect(job.problem).toMatchObject({ code: "invalid_input" });
    expect(job.problem?.message).toContain("B04.tif");
    expect(listFolder(path.join(home, "uploads"))).toEqual([]);
  });

  it("find out that a folder taken for chips holds the bands of a product", async () => {
    const folder = path.join(importable, "product");
    mkdirSync(folder, { recursive: true });
    for (const band of ["b04", "b08"]) {
      const name = `T36QWD_2020_${band.toUpperCase()}.tif`;
      copyFileSync(path.join(data, `scenes/s2_${band}_uint16.tif`), path.join(folder, name));
    }
    const job = await importSource({ from: "folder", path: folder }, "chips");
    expect(job).toMatchObject({ status: "finished", problem: null });
    const scene = await getScene(job.subjectId ?? "");
    expect(scene).toMatchObject({ kind: "raster", bandCount: 2, chips: null });
  });
});
