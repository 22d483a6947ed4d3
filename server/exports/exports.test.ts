import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import { claimJob } from "../jobs/claim-job";
import { getJob } from "../jobs/queries";
import { applyLabels } from "../labels/apply-labels";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { runJob } from "../worker/run-job";
import { createExport } from "./create-export";
import { findExport } from "./find-export";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Exports are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 120_000 });

let me: Me;
let sceneId: string;

beforeAll(async () => {
  await makeTestHome();
  me = await insertTestUser();
  const { projectId, classIds } = await insertTestProject({ classes: 2 });
  sceneId = await insertTestScene(projectId, { rows: 3, cols: 4, name: "Valley" });
  const source = { what: "labels" as const, sceneId };
  await expect(createExport({ source, format: "csv" }, me)).rejects.toMatchObject({
    code: "conflict",
  });
  const edits = [
    { row: 2, col: 3, classId: classIds[1] as string },
    { row: 0, col: 1, classId: classIds[0] as string },
  ];
  await applyLabels({ batchId: crypto.randomUUID(), sceneId, act: "key", edits }, me);
});

async function write(format: "csv" | "coco" | "geojson") {
  const { jobId } = await createExport({ source: { what: "labels", sceneId }, format }, me);
  await expect(findExport(jobId)).rejects.toMatchObject({ code: "conflict" });
  const row = await claimJob("test", { import: 1, run: 1, predict: 1, export: 1 });
  if (row?.id !== jobId) throw new Error(`claimed ${row?.id} instead of ${jobId}`);
  await runJob(row, "test", new AbortController().signal);
  return getJob(jobId);
}

describe.skipIf(!hasPython)("exports", () => {
  it("write the labels of a scene in the order of its tiles", async () => {
    const job = await write("csv");
    expect(job).toMatchObject({ status: "finished", title: "Export Valley labels as CSV" });
    const file = await findExport(job.id);
    expect(file.fileName).toBe("Valley labels.csv");
    const lines = (await readFile(file.path, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => line.split(",").slice(0, 4).join())).toEqual([
      "row,col,class,author",
      "0,1,A,Ada",
      "2,3,B,Ada",
    ]);
  });

  it("name the classes of a scene in pixel space, and refuse it a place on the ground", async () => {
    const coco = await findExport((await write("coco")).id);
    const { annotations, categories } = JSON.parse(await readFile(coco.path, "utf8"));
    expect(categories.map((one: { name: string }) => one.name)).toEqual(["A", "B"]);
    expect(annotations.map((one: { bbox: number[] }) => one.bbox)).toEqual([
      [64, 0, 64, 64],
      [192, 128, 64, 64],
    ]);
    expect(await write("geojson")).toMatchObject({
      status: "failed",
      problem: { code: "unsupported" },
    });
  });
});
