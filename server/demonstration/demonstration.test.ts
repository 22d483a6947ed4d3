import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDb } from "../db/client";
import { listJobs } from "../jobs/list-jobs";
import { listProjects } from "../projects/list-projects";
import { listScenes } from "../scenes/list-scenes";
import { makeTestHome } from "../testing/home";
import { chooseTiles } from "./choose-tiles";
import type { TrueTile } from "./read-truth";

const python = path.resolve("server/trainer/.venv/bin/python");
if (!existsSync(python)) {
  console.log(`The demonstration project is not tested: ${python} is missing.`);
}

let worker: ChildProcess | null = null;

beforeAll(async () => {
  await makeTestHome({ TILEWRIGHT_DEMO: "on" });
});

async function stopWorker(): Promise<void> {
  if (!worker) return;
  const exited = new Promise((resolve) => worker?.once("exit", resolve));
  worker.kill("SIGKILL");
  await exited;
  worker = null;
}

afterAll(stopWorker);

function startWorker(): void {
  worker = spawn(process.execPath, ["--import", "tsx", "server/worker/main.ts"], {
    stdio: "ignore",
  });
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 220_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("Waited too long.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function isAt(fraction: number): Promise<boolean> {
  const [job] = await listJobs({});
  return (job?.progress.fraction ?? 0) >= fraction;
}

describe.skipIf(!existsSync(python))("the demonstration project", () => {
  it("is made once, also when the worker is killed while it makes it", async () => {
    startWorker();
    await waitFor(() => isAt(0.2));
    await stopWorker();
    startWorker();
    await waitFor(
      async () =>
        (await listScenes((await listProjects())[0]?.id ?? "").catch(() => [])).length > 0,
    );
    await stopWorker();
    startWorker();
    await waitFor(async () => (await listJobs({}))[0]?.status === "finished");
    await stopWorker();

    const projects = await listProjects();
    expect(projects).toHaveLength(1);
    const [project] = projects;
    expect(project).toMatchObject({ simulated: true, sceneCount: 1, tileSizePx: 32 });
    const share = (project?.labelledCount ?? 0) / (project?.tileCount ?? 1);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    for (const count of Object.values(project?.classCounts ?? {})) {
      expect(count).toBeGreaterThanOrEqual(40);
    }
    const batches = await getDb().selectFrom("label_batch").select("act").execute();
    expect(batches).toEqual([{ act: "import" }]);
    const [scene] = await listScenes(project?.id ?? "");
    expect(scene).toMatchObject({ name: "Simulated valley", simulated: true, bandCount: 6 });
    expect(await listJobs({})).toHaveLength(1);
  }, 240_000);
});

it("chooses the same tiles for the same seed, clear ones only, and enough of each class", () => {
  const tiles: TrueTile[] = Array.from({ length: 4096 }, (_, index) => ({
    row: Math.floor(index / 64),
    col: index % 64,
    classIndex: index % 97 === 0 ? 1 : 0,
    purity: index % 5 === 0 ? 0.4 : 0.9,
  }));
  const chosen = chooseTiles(tiles, 7);
  expect(chooseTiles(tiles, 7)).toEqual(chosen);
  expect(chosen.every((tile) => tile.purity > 0.5)).toBe(true);
  expect(chosen.length / tiles.length).toBeCloseTo(0.3, 1);
  const rare = tiles.filter((tile) => tile.classIndex === 1 && tile.purity > 0.5).length;
  expect(chosen.filter((tile) => tile.classIndex === 1).length).toBe(Math.min(60, rare));
});
