import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import type { ApiClient } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { dataFolder, hasSharedData, Studio, until } from "./studio";

const classNames = ["Forest", "River", "Residential", "SeaLake"];

/** A project with the EuroSAT chips, and a dataset of four of their classes. */
async function prepareDataset(client: ApiClient): Promise<{ sceneId: string; datasetId: string }> {
  const project = await client.projects.create({
    name: "Trouble",
    classes: classNames.map((name, place) => ({ name, colour: "#3366aa", key: String(place + 1) })),
  });
  const { jobId } = await client.scenes.import({
    projectId: project.id,
    kind: "chips",
    source: { from: "folder", path: path.join(dataFolder, "chips/eurosat_rgb") },
  });
  const job = await until(async () => {
    const now = await client.jobs.get({ jobId });
    return now.status !== "queued" && now.status !== "running" && now;
  }, "the import");
  expect(job.problem).toBeNull();
  const sceneId = job.subjectId ?? "";
  const { classes } = await client.projects.get({ projectId: project.id });
  const dataset = await client.datasets.freeze({
    projectId: project.id,
    name: "Four classes",
    sceneIds: [sceneId],
    classIds: classes.filter((one) => classNames.includes(one.name)).map((one) => one.id),
    bands: [1, 2, 3],
    split: { kind: "random", shares: { train: 0.7, val: 0.3, test: 0 }, seed: 1 },
  });
  return { sceneId, datasetId: dataset.id };
}

async function launch(client: ApiClient, datasetId: string): Promise<Run> {
  return client.runs.launch({
    datasetId,
    config: { method: "lora", epochs: 6, batchSize: 32, learningRate: 0.002 },
  });
}

/** Waits until the trainer has written curves; fails at once when the run ends before that. */
function untilStep(client: ApiClient, runId: string, step: number): Promise<Run> {
  return until(async () => {
    const run = await client.runs.get({ runId });
    if (run.status === "failed" || run.status === "lost") throw new Error(run.problem?.message);
    return run.progress.step >= step && run;
  }, `step ${step}`);
}

function untilStatus(client: ApiClient, runId: string, wanted: Run["status"][]): Promise<Run> {
  return until(
    async () => {
      const run = await client.runs.get({ runId }).catch(() => null);
      return run !== null && wanted.includes(run.status) && run;
    },
    wanted.join(" or "),
    { timeoutMs: 240_000 },
  );
}

/** The training curve holds every step that the trainer wrote, once, in order. */
async function expectWholeCurve(client: ApiClient, studio: Studio, runId: string): Promise<void> {
  const lines = readFileSync(path.join(studio.home, "runs", runId, "events.ndjson"), "utf8")
    .trim()
    .split("\n");
  const events = lines.map(
    (line) => JSON.parse(line) as { type: string; split?: string; step?: number },
  );
  const written = new Set(
    events.filter((one) => one.type === "metrics" && one.split === "train").map((one) => one.step),
  );
  const series = await client.runs.listSeries({
    runIds: [runId],
    metrics: ["loss"],
    buckets: 5000,
  });
  const steps = series.find((one) => one.split === "train")?.steps ?? [];
  expect(steps.length).toBeGreaterThan(10);
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(new Set(steps)).toEqual(written);
}

/** The process that was started for this run: the one whose command line names its folder. */
function findTrainer(studio: Studio, runId: string): number {
  const folder = path.join(studio.home, "runs", runId);
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      if (words.includes("fit") && words.includes(folder)) return Number(name);
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error("the trainer is not running");
}

test.describe("signal 9", () => {
  test.skip(!hasSharedData(), "../shared/data is not beside this checkout");
  test.setTimeout(600_000);

  test("labels, runs and curves outlive web, worker and trainer", async () => {
    const studio = new Studio();
    try {
      const { client } = await studio.createClient(await studio.start());
      const { sceneId, datasetId } = await prepareDataset(client);

      // Web and worker die in the middle of a run, right after a label was acknowledged.
      const first = await launch(client, datasetId);
      await untilStep(client, first.id, 4);
      const { classes } = await client.projects.get({ projectId: first.projectId });
      const classId = classes.find((one) => one.name === "River")?.id ?? "";
      const batchId = crypto.randomUUID();
      const edits = [{ row: 0, col: 0, classId }];
      const written = await client.labels.apply({ sceneId, batchId, edits });
      await Promise.all([studio.killWeb(), studio.killWorker()]);
      await studio.startWeb();
      studio.startWorker();
      const plane = await client.labels.getPlane({ sceneId });
      expect(plane.revision).toBe(written.revision);
      const again = await client.labels.apply({ sceneId, batchId, edits });
      expect(again.repeated).toBe(true);
      const finished = await untilStatus(client, first.id, ["finished", "failed", "lost"]);
      expect(finished.status).toBe("finished");
      expect(finished.attempt).toBe(1);
      await expectWholeCurve(client, studio, first.id);

      // The trainer dies: the run is marked within 15 s, says why, and goes on when asked.
      const second = await launch(client, datasetId);
      await until(async () => {
        const run = await untilStep(client, second.id, 4);
        return run.resumable && run;
      }, "a checkpoint");
      process.kill(findTrainer(studio, second.id), "SIGKILL");
      const killedAtMs = Date.now();
      const lost = await untilStatus(client, second.id, ["lost", "failed"]);
      expect(Date.now() - killedAtMs).toBeLessThan(15_000);
      expect(lost.problem?.message).toBeTruthy();
      expect(lost.resumable).toBe(true);
      await client.runs.resume({ runId: second.id });
      const resumed = await untilStatus(client, second.id, ["finished", "failed"]);
      expect(resumed.status).toBe("finished");
      expect(resumed.attempt).toBe(2);
      await expectWholeCurve(client, studio, second.id);
    } finally {
      await studio.stop();
    }
  });
});
