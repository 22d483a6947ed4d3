import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { TruthTarget } from "@/lib/contracts/truth";
import { permissionsOf } from "../auth/permissions";
import { getDb } from "../db/client";
import { claimJob } from "../jobs/claim-job";
import { getJob } from "../jobs/queries";
import { applyLabels } from "../labels/apply-labels";
import { countLabels } from "../labels/count-labels";
import { listLabelHistory } from "../labels/list-label-history";
import { revertLabelAct } from "../labels/revert-label-act";
import { getProject } from "../projects/get-project";
import { makeTestHome } from "../testing/home";
import { insertTestProject, insertTestScene, insertTestUser } from "../testing/open-test-studio";
import { runJob } from "../worker/run-job";
import { applyTruth } from "./apply-truth";
import { listTruthActs } from "./list-truth-acts";
import { previewTruth } from "./preview-truth";
import { readTruth } from "./read-truth";
import { getReading } from "./reading-files";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Labels from files are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 120_000 });

let me: Me;
let projectId: string;
let sceneId: string;
let classIds: string[];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "tilewright-truth-"));
  await makeTestHome({ TILEWRIGHT_IMPORT_FOLDERS: folder });
  me = await insertTestUser();
  ({ projectId, classIds } = await insertTestProject({ classes: 3 }));
  sceneId = await insertTestScene(projectId, { rows: 4, cols: 5 });
});

async function runNext(jobId: string) {
  const row = await claimJob("test", { import: 1, run: 1, predict: 1, export: 1 });
  if (row?.id !== jobId) throw new Error(`claimed ${row?.id} instead of ${jobId}`);
  await runJob(row, "test", new AbortController().signal);
  return getJob(jobId);
}

async function readCsv(text: string): Promise<string> {
  const file = path.join(folder, "truth.csv");
  writeFileSync(file, text);
  const { jobId } = await readTruth({ sceneId, source: { from: "folder", path: file } }, me);
  const job = await runNext(jobId);
  expect(job.problem).toBeNull();
  return jobId;
}

function planOf(readingId: string, mapping: Record<string, TruthTarget>, keepLabelled = true) {
  const lines = Object.entries(mapping).map(([value, to]) => ({ value, to }));
  return { readingId, mapping: lines, minShare: 0.5, keepLabelled };
}

const csv = "row,col,class\n0,0,A\n0,1,marsh\n1,1,marsh\n3,4,B\n2,2,B\n2,2,A\n";

describe.skipIf(!hasPython)("labels from a file", () => {
  it("are previewed, applied as one act, and taken back", async () => {
    const [a, b, c] = classIds as [string, string, string];
    const readingId = await readCsv(csv);
    const { reading } = await getReading(readingId);
    expect(reading).toMatchObject({ kind: "table", attribute: "class", fileName: "truth.csv" });
    await label([{ row: 3, col: 4, classId: c }]);
    const plan = planOf(readingId, {
      A: { as: "class", classId: a },
      B: { as: "class", classId: b },
      marsh: { as: "newClass", name: "Marsh" },
    });
    const preview = await previewTruth(plan);
    expect(preview.targets.map(({ name, tileCount }) => [name, tileCount])).toEqual([
      ["A", 1],
      ["B", 1],
      ["Marsh", 2],
    ]);
    expect(preview).toMatchObject({
      tileCount: 4,
      changedCount: 3,
      otherCount: 1,
      conflictCount: 1,
    });
    expect(preview.conflicts[0]).toMatchObject({ row: 2, col: 2, kind: "tie" });

    const { jobId, actId } = await applyTruth(plan, me);
    expect((await runNext(jobId)).status).toBe("finished");
    const project = await getProject(projectId);
    const marsh = project.classes.find((one) => one.name === "Marsh")?.id ?? "";
    expect((await countLabels(sceneId, me)).classCounts).toEqual({ [a]: 1, [c]: 1, [marsh]: 2 });
    const history = await listLabelHistory({ sceneId, row: 1, col: 1 }, me);
    expect(history[0]).toMatchObject({ act: "import", actId, toClassId: marsh });
    expect(await listTruthActs(sceneId)).toMatchObject([
      { actId, fileName: "truth.csv", changedCount: 3, reverted: false, author: { name: "Ada" } },
    ]);

    // A worker that died just before the end does it once more, to no effect.
    await getDb().updateTable("job").set({ status: "queued" }).where("id", "=", jobId).execute();
    await runNext(jobId);
    expect((await countLabels(sceneId, me)).labelledCount).toBe(4);

    // Somebody's later label stays.
    await label([{ row: 0, col: 0, classId: b }]);
    const revert = () => revertLabelAct({ sceneId, actId }, me);
    expect(await revert()).toMatchObject({ revertedCount: 2, keptCount: 1 });
    expect((await countLabels(sceneId, me)).classCounts).toEqual({ [b]: 1, [c]: 1 });
    expect(await revert()).toMatchObject({ revertedCount: 0 });
    expect((await listTruthActs(sceneId))[0]).toMatchObject({ reverted: true });
  });

  it("replace labels only when asked", async () => {
    const [a, b] = classIds as [string, string];
    await label([{ row: 0, col: 0, classId: b }]);
    const readingId = await readCsv("row,col,class\n0,0,A\n");
    const to: TruthTarget = { as: "class", classId: a };
    expect((await previewTruth(planOf(readingId, { A: to }))).changedCount).toBe(0);
    expect((await previewTruth(planOf(readingId, { A: to }, false))).changedCount).toBe(1);
  });

  it("are refused where they make no sense", async () => {
    const readingId = await readCsv(csv);
    const nothing = planOf(readingId, { A: { as: "nothing" } });
    await expect(applyTruth(nothing, me)).rejects.toMatchObject({ code: "conflict" });
    const unknown = planOf(readingId, { nowhere: { as: "nothing" } });
    await expect(previewTruth(unknown)).rejects.toMatchObject({ code: "invalid_input" });
    const made = planOf(readingId, { A: { as: "newClass", name: "Other" } });
    const analyst: Me = { ...me, role: "analyst", permissions: permissionsOf("analyst") };
    await expect(applyTruth(made, analyst)).rejects.toMatchObject({ code: "forbidden" });
  });
});

async function label(edits: { row: number; col: number; classId: string }[]): Promise<void> {
  await applyLabels({ batchId: crypto.randomUUID(), sceneId, act: "key", edits }, me);
}
