import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunConfigInput, runConfigSchema } from "@/lib/contracts/run-spec";
import { newId } from "@/lib/new-id";
import { insertTestProject, openTestStudio } from "../testing/open-test-studio";

/** Stands in for Python: notes what it was asked, and answers with the settings it was given. */
const trainer = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const config = JSON.parse(readFileSync(after("--config"), "utf8"));
appendFileSync(__dirname + "/asked", JSON.stringify({ args, config }) + "\\n");
const found = config.method === "oft"
  ? { ok: false, error: { code: "invalid_input", message: "No layer matches.", hint: "" } }
  : { ok: true, architecture: "Net", method: config.method, totalParameters: 100,
      trainableParameters: config.lora.r, moduleCount: 0, modules: [], whole: [] };
const answer = () => writeFileSync(after("--result"), JSON.stringify(found));
const wait = () => (existsSync(__dirname + "/go") ? answer() : setTimeout(wait, 5));
wait();
`;

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let datasetId: string;
let asked: string;
let go: string;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tilewright-inspect-"));
  asked = path.join(folder, "asked");
  go = path.join(folder, "go");
  const python = path.join(folder, "python");
  writeFileSync(python, trainer);
  chmodSync(python, 0o755);
  writeFileSync(go, "");
  writeFileSync(asked, "");
  studio = await openTestStudio({ TILEWRIGHT_PYTHON: python });
  const { projectId } = await insertTestProject();
  datasetId = newId("dataset");
  const { getDb } = await import("../db/client");
  await getDb()
    .insertInto("dataset")
    .values({
      id: datasetId,
      project_id: projectId,
      name: "Tiles",
      version: 1,
      dataset_json: JSON.stringify({
        classes: [],
        sceneIds: [],
        sceneNames: [],
        tileSizePx: 64,
        recipe: { bands: [1, 2], bandNames: ["red, wide", "nir"], low: [0], high: [1], dtype: "u" },
        split: { kind: "imported" },
        tileCount: 3,
        counts: { train: 1, val: 1, test: 1 },
      }),
      content_hash: "0".repeat(64),
      created_by: null,
      created_at_ms: Date.now(),
    })
    .execute();
});
afterAll(() => {
  studio.close();
  rmSync(path.dirname(go), { recursive: true, force: true });
});

async function inspect(config: RunConfigInput, signal?: AbortSignal) {
  const { inspectRun } = await import("./inspect-run");
  return inspectRun({ datasetId, config: runConfigSchema.parse(config) }, signal);
}

function questions(): { args: string[]; config: Record<string, unknown> }[] {
  const lines = readFileSync(asked, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

describe("inspectRun", () => {
  it("asks the trainer once for settings that train the same", async () => {
    const found = await Promise.all([
      inspect({ lora: { r: 3 } }),
      inspect({ lora: { r: 3 }, epochs: 7 }),
    ]);
    expect(found.map((one) => one.trainableParameters)).toEqual([3, 3]);
    await inspect({ lora: { r: 3 }, learningRate: 0.1 });
    expect(questions()).toHaveLength(1);
    expect((await inspect({ lora: { r: 5 } })).trainableParameters).toBe(5);
    expect(questions()).toHaveLength(2);
  });

  it("tells bands and classes, whatever their names hold, and nothing else", () => {
    const [{ args, config } = { args: [], config: {} }] = questions();
    expect(args).toContain('--bands=["red, wide","nir"]');
    expect(args).toContain("starter");
    expect(Object.keys(config)).not.toContain("epochs");
  });

  it("hands on what the trainer says, and asks again after a refusal", async () => {
    const before = questions().length;
    await expect(inspect({ method: "oft" })).rejects.toThrow("No layer matches");
    await expect(inspect({ method: "oft" })).rejects.toThrow("No layer matches");
    expect(questions()).toHaveLength(before + 2);
  });

  it("does not put a question that nobody waits for any more", async () => {
    const before = questions().length;
    rmSync(go);
    const first = inspect({ lora: { r: 11 } });
    const [left, stays] = [new AbortController(), new AbortController()];
    const dropped = inspect({ lora: { r: 12 } }, left.signal);
    const stayed = inspect({ lora: { r: 13 } }, stays.signal);
    const joined = inspect({ lora: { r: 13 } }, left.signal).catch(() => null);
    const refused = expect(dropped).rejects.toThrow();
    left.abort();
    writeFileSync(go, "");
    expect((await first).trainableParameters).toBe(11);
    await refused;
    expect((await stayed).trainableParameters).toBe(13);
    await joined;
    expect(questions().slice(before)).toHaveLength(2);
  });

  it("refuses a dataset that is not there", async () => {
    const { inspectRun } = await import("./inspect-run");
    await expect(
      inspectRun({ datasetId: newId("dataset"), config: runConfigSchema.parse({}) }),
    ).rejects.toThrow();
  });
});
