import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { LiveEvent } from "@/lib/contracts/live-events";
import type { Run } from "@/lib/contracts/runs";
import {
  insertTestProject,
  insertTestScene,
  insertTestUser,
  openTestStudio,
} from "../testing/open-test-studio";
import { writeFakePython } from "../testing/write-fake-python";
import type { ProcessIdentity } from "./trainer-process";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let ada: Me;
let datasetId: string;

beforeAll(async () => {
  const python = writeFakePython(mkdtempSync(path.join(os.tmpdir(), "tilewright-python-")));
  studio = await openTestStudio({ TILEWRIGHT_PYTHON: python, TILEWRIGHT_DEMO: "off" });
  ada = await insertTestUser();
  const { projectId, classIds } = await insertTestProject({ classes: 2 });
  const sceneId = await insertTestScene(projectId);
  const { applyLabels } = await import("../labels/apply-labels");
  const { freezeDataset } = await import("../datasets/freeze-dataset");
  const edits = Array.from({ length: 100 }, (_, tile) => ({
    row: Math.floor(tile / 10),
    col: tile % 10,
    classId: classIds[tile % 2] as string,
  }));
  await applyLabels({ batchId: randomUUID(), sceneId, edits }, ada);
  const shares = { train: 0.7, val: 0.3, test: 0 };
  const split = { kind: "random" as const, shares, seed: 1 };
  const dataset = await freezeDataset(
    { projectId, name: "Tiles", sceneIds: [sceneId], classIds, bands: [1, 2, 3], split },
    ada,
  );
  datasetId = dataset.id;
});
afterAll(async () => {
  // A test that failed in the middle leaves a trainer behind, because trainers outlive everybody.
  const { getDb } = await import("../db/client");
  const { findProcess } = await import("./queries");
  const { signalTrainer } = await import("./trainer-process");
  for (const row of await getDb().selectFrom("run").select("process_json").execute()) {
    const trainer = findProcess(row);
    if (trainer) signalTrainer(trainer, "SIGKILL", "group");
  }
  studio.close();
});

interface Trouble {
  steps?: number;
  stepMs?: number;
  trouble?: "none" | "fail" | "corrupt" | "deaf" | "silent";
  /** Waits after this step until it is stopped, killed or let go. */
  holdAt?: number;
}

/** Lets a trainer go on that waits at `holdAt`. */
function letGo(runId: string): void {
  const folder = path.join(studio.home, "runs", runId, "control");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "go"), "");
}

async function launch(fake: Trouble = {}): Promise<Run> {
  process.env.FAKE_TRAINER = JSON.stringify(fake);
  const { launchRun } = await import("./launch-run");
  return launchRun({ datasetId, config: { batchSize: 16 } as never }, ada);
}

/** Calls the handler as a worker would. */
async function work(run: Run, signal = new AbortController().signal): Promise<void> {
  const { fitRunJob } = await import("./fit-run-job");
  const { getDb } = await import("../db/client");
  // Out of the queue: what follows is the only worker that there is.
  await getDb()
    .updateTable("job")
    .set({ status: "running", lease_owner: "test", lease_until_ms: Date.now() + 3_600_000 })
    .where("id", "=", run.jobId as string)
    .execute();
  await fitRunJob.run(
    { runId: run.id },
    {
      jobId: run.jobId as string,
      attempt: 1,
      createdBy: ada.id,
      signal,
      report: () => {},
      setSubject: async () => {},
    },
  );
}

async function get(runId: string): Promise<Run> {
  const { getRun } = await import("./queries");
  return getRun(runId);
}

/** A worker process may take long to start on a busy machine. */
const untilMs = 60_000;

async function until(runId: string, condition: (run: Run) => boolean): Promise<Run> {
  for (const endMs = Date.now() + untilMs; Date.now() < endMs; ) {
    const run = await get(runId);
    if (condition(run)) return run;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The run did not get there: ${JSON.stringify(await get(runId))}`);
}

async function pidOf(runId: string): Promise<number> {
  const { getDb } = await import("../db/client");
  const { findProcess, getRunRow } = await import("./queries");
  return findProcess(await getRunRow(getDb(), runId))?.pid as number;
}

/** The loss curve in the database, and the one a browser has that heard every event. */
async function curvesOf(runId: string): Promise<{ stored: number[]; heard: number[] }> {
  const { listSeries } = await import("./list-series");
  const { getDb } = await import("../db/client");
  const [series] = await listSeries({ runIds: [runId], metrics: ["learning_rate"], buckets: 5000 });
  const rows = await getDb()
    .selectFrom("live_event")
    .select("payload_json")
    .where("topic", "=", `run:${runId}`)
    .orderBy("id")
    .execute();
  let heard: number[] = [];
  for (const row of rows) {
    const event = JSON.parse(row.payload_json) as LiveEvent;
    if (event.type !== "run.points") continue;
    const { fromStep } = event;
    if (fromStep !== null) heard = heard.filter((step) => step <= fromStep);
    heard.push(...event.points.filter((one) => one.split === "train").map((one) => one.step));
  }
  return { stored: series?.steps ?? [], heard };
}

async function expectWholeCurve(runId: string, steps: number): Promise<void> {
  const whole = Array.from({ length: steps }, (_, index) => index + 1);
  const { stored, heard } = await curvesOf(runId);
  expect(stored).toEqual(whole);
  expect(heard).toEqual(whole);
}

async function expectNoGapInEvents(runId: string, attempt: number): Promise<void> {
  const { getDb } = await import("../db/client");
  const rows = await getDb()
    .selectFrom("run_event")
    .select("seq")
    .where("run_id", "=", runId)
    .where("attempt", "=", attempt)
    .where("seq", ">=", 0)
    .orderBy("seq")
    .execute();
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index));
}

describe("a run", () => {
  it("is followed from the queue to its model", async () => {
    const run = await launch({ steps: 20, stepMs: 10 });
    expect(run).toMatchObject({ status: "queued", attempt: 0, name: "LoRA · starter · 1" });
    await work(run);
    const done = await get(run.id);
    expect(done).toMatchObject({
      status: "finished",
      attempt: 1,
      resumable: false,
      trainableParameters: 100,
      targetModules: ["q_proj"],
      problem: null,
    });
    expect(done.progress).toMatchObject({ step: 20, totalSteps: 20, fraction: 1, remainingMs: 0 });
    expect(done.best["val/macro_f1"]).toBe(1);
    expect(done.best["train/learning_rate"]).toBeUndefined();
    expect(done.latest["train/loss"]).toBeCloseTo(1 / 20 + 0.001);
    expect(done.result?.evaluations[0]?.macroF1).toBe(0.8);
    expect(done.modelId).toMatch(/^mdl_/);
    await expectWholeCurve(run.id, 20);
    await expectNoGapInEvents(run.id, 1);
    const { getRunLog } = await import("./get-run-log");
    expect((await getRunLog({ runId: run.id })).text).toContain("attempt 1");
  });

  it("says why it failed", async () => {
    const run = await launch({ trouble: "fail", stepMs: 5 });
    await expect(work(run)).rejects.toThrow("The disk is full.");
    expect(await get(run.id)).toMatchObject({
      status: "failed",
      resumable: true,
      problem: { code: "storage_full", message: "The disk is full.", hint: "Free some space." },
    });
  });

  it("is lost, with the end of its log, when the trainer dies without a word", async () => {
    const run = await launch({ trouble: "silent" });
    await expect(work(run)).rejects.toThrow("MemoryError: out of memory");
    expect(await get(run.id)).toMatchObject({ status: "lost", resumable: false });
  });

  it("keeps lines that do not fit, warns of them, and goes on", async () => {
    const run = await launch({ trouble: "corrupt", stepMs: 5 });
    await work(run);
    expect((await get(run.id)).status).toBe("finished");
    await expectWholeCurve(run.id, 20);
    const { listRunWarnings } = await import("./list-run-warnings");
    const warnings = await listRunWarnings(run.id);
    expect(warnings.map((one) => one.code)).toEqual(["unreadable_event", "unknown_event"]);
  });
});

describe("stopping", () => {
  it("saves, says so, and resumes without gap or double point", async () => {
    const run = await launch({ steps: 60, stepMs: 5, holdAt: 12 });
    const working = work(run);
    await until(run.id, (one) => one.progress.step >= 12);
    const { stopRun } = await import("./stop-run");
    expect((await stopRun({ runId: run.id }, ada)).status).toBe("stopping");
    await working;
    const stopped = await get(run.id);
    expect(stopped).toMatchObject({ status: "stopped", resumable: true, problem: null });
    const { resumeRun } = await import("./resume-run");
    const again = await resumeRun(run.id, ada);
    expect(again).toMatchObject({ status: "queued", attempt: 1, attemptStartedAtMs: null });
    expect(again.workedMs).toBeGreaterThan(0);
    // The pause between the attempts is no time at work.
    const { getDb } = await import("../db/client");
    await getDb()
      .updateTable("run")
      .set({ started_at_ms: (run.startedAtMs ?? Date.now()) - 3_600_000 })
      .where("id", "=", run.id)
      .execute();
    await work(again);
    const finished = await get(run.id);
    expect(finished).toMatchObject({ status: "finished", attempt: 2, attemptStartedAtMs: null });
    expect(finished.workedMs).toBeGreaterThan(again.workedMs);
    expect(finished.workedMs).toBeLessThan(60_000);
    await expectWholeCurve(run.id, 60);
    await expect(resumeRun(run.id, ada)).rejects.toThrow("it is finished");
    await expect(stopRun({ runId: run.id }, ada)).rejects.toThrow("it is finished");
  });

  it("saves when its job is canceled", async () => {
    const run = await launch({ steps: 60, stepMs: 5, holdAt: 6 });
    const abort = new AbortController();
    const working = work(run, abort.signal);
    await until(run.id, (one) => one.progress.step >= 6);
    const { getDb } = await import("../db/client");
    const jobId = run.jobId as string;
    await getDb().updateTable("job").set({ cancel_requested: 1 }).where("id", "=", jobId).execute();
    abort.abort("canceled");
    await expect(working).rejects.toBe("canceled");
    expect(await get(run.id)).toMatchObject({ status: "stopped", resumable: true });
  });

  it("kills at once when asked to", async () => {
    const run = await launch({ steps: 60, stepMs: 5, trouble: "deaf", holdAt: 7 });
    const working = work(run);
    await until(run.id, (one) => one.progress.step >= 7);
    const { stopRun } = await import("./stop-run");
    await stopRun({ runId: run.id, mode: "now" }, ada);
    await working;
    expect(await get(run.id)).toMatchObject({ status: "stopped", resumable: true });
  });

  it("takes a waiting run out of the queue", async () => {
    const first = await launch();
    const second = await launch();
    expect([first.aheadCount, second.aheadCount]).toEqual([0, 1]);
    const { stopRun } = await import("./stop-run");
    expect((await stopRun({ runId: first.id }, ada)).status).toBe("stopped");
    expect((await get(second.id)).aheadCount).toBe(0);
    await stopRun({ runId: second.id }, ada);
  });

  it("replaces what is repeated after the trainer was killed", async () => {
    const run = await launch({ steps: 40, stepMs: 5, holdAt: 13 });
    const working = work(run);
    await until(run.id, (one) => one.progress.step >= 13);
    process.kill(await pidOf(run.id), "SIGKILL");
    await expect(working).rejects.toThrow("vanished after step");
    expect(await get(run.id)).toMatchObject({ status: "lost", resumable: true });
    const { resumeRun } = await import("./resume-run");
    await work(await resumeRun(run.id, ada));
    expect((await get(run.id)).status).toBe("finished");
    await expectWholeCurve(run.id, 40);
    const { getDb } = await import("../db/client");
    const rows = await getDb()
      .selectFrom("run_point")
      .select(["step", "value"])
      .where("run_id", "=", run.id)
      .where("split", "=", "train")
      .where("metric", "=", "loss")
      .execute();
    // The last checkpoint before step 13 is that of step 10.
    const after = rows.filter((row) => row.step > 10);
    expect(after).toHaveLength(30);
    expect(after.every((row) => Math.abs((row.value ?? 0) - 1 / row.step - 0.002) < 1e-9)).toBe(
      true,
    );
  });
});

describe("a worker that goes away", () => {
  it("leaves the trainer alone and takes it up again", async () => {
    const run = await launch({ steps: 60, stepMs: 5, holdAt: 10 });
    const shutdown = new AbortController();
    const working = work(run, shutdown.signal);
    await until(run.id, (one) => one.progress.step >= 10);
    const pid = await pidOf(run.id);
    shutdown.abort("shutdown");
    await expect(working).rejects.toBe("shutdown");
    expect(await get(run.id)).toMatchObject({ status: "running" });
    expect(() => process.kill(pid, 0)).not.toThrow();
    letGo(run.id);
    await work(run);
    expect(await get(run.id)).toMatchObject({ status: "finished", attempt: 1 });
    await expectWholeCurve(run.id, 60);
    await expectNoGapInEvents(run.id, 1);
  });

  it("starts again what was never let go", async () => {
    const run = await launch({ steps: 5, stepMs: 5 });
    const { getDb } = await import("../db/client");
    const identity = { pid: 999_999, startTicks: "1", bootId: "none" };
    await getDb()
      .updateTable("run")
      .set({ status: "starting", attempt: 1, process_json: JSON.stringify(identity) })
      .where("id", "=", run.id)
      .execute();
    await work(run);
    expect(await get(run.id)).toMatchObject({ status: "finished", attempt: 1 });
  });

  it("changes nothing when the same lines are read again", async () => {
    const run = await launch({ steps: 10, stepMs: 5 });
    await work(run);
    const { getDb } = await import("../db/client");
    const { ingestEvents } = await import("./ingest-events");
    const { readNewLines } = await import("./read-new-lines");
    const before = await get(run.id);
    const read = await readNewLines(path.join(studio.home, "runs", run.id, "events.ndjson"), 0);
    await expect(
      ingestEvents(run.id, read.lines, { from: 0, to: read.nextOffset }, true),
    ).rejects.toThrow("Somebody else reads");
    await getDb().updateTable("run").set({ event_offset: 0 }).where("id", "=", run.id).execute();
    await ingestEvents(run.id, read.lines, { from: 0, to: read.nextOffset }, true);
    expect(await get(run.id)).toEqual(before);
    await expectWholeCurve(run.id, 10);
  });

  it("does not read a line before its end is written", async () => {
    const { readNewLines } = await import("./read-new-lines");
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "tilewright-lines-")), "lines");
    appendFileSync(file, "one\ntw");
    const first = await readNewLines(file, 0);
    expect(first).toEqual({ lines: [{ text: "one", offset: 0 }], nextOffset: 4 });
    appendFileSync(file, "o\n");
    expect(await readNewLines(file, first.nextOffset)).toEqual({
      lines: [{ text: "two", offset: 4 }],
      nextOffset: 8,
    });
  });
});

describe("worker processes", () => {
  const workers: ChildProcess[] = [];
  afterEach(() => {
    for (const worker of workers) worker.kill("SIGKILL");
  });

  async function endTestJobs(): Promise<void> {
    const { getDb } = await import("../db/client");
    await getDb().updateTable("job").set({ status: "finished" }).execute();
  }

  function startWorker(): ChildProcess {
    const worker = spawn(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "server/worker/main.ts"],
      { env: process.env, stdio: ["ignore", "ignore", "inherit"] },
    );
    workers.push(worker);
    return worker;
  }

  it("may be killed in the middle of a run", async () => {
    await endTestJobs();
    const run = await launch({ steps: 60, stepMs: 5, holdAt: 15 });
    const first = startWorker();
    await until(run.id, (one) => one.progress.step >= 15);
    const { getDb } = await import("../db/client");
    const { findProcess, getRunRow } = await import("./queries");
    const { isAlive } = await import("./trainer-process");
    const trainer = findProcess(await getRunRow(getDb(), run.id)) as ProcessIdentity;
    expect(isAlive(trainer)).toBe(true);
    first.kill("SIGKILL");
    startWorker();
    letGo(run.id);
    const done = await until(run.id, (one) => one.status === "finished");
    expect(done.attempt).toBe(1);
    await expectWholeCurve(run.id, 60);
    await expectNoGapInEvents(run.id, 1);
    expect(isAlive(trainer)).toBe(false);
  }, 180_000);
});

it("is launched once, however often the same launch is sent", async () => {
  const { launchRun } = await import("./launch-run");
  const { listRuns } = await import("./list-runs");
  const config = { batchSize: 16 } as never;
  const launchKey = randomUUID();
  const runs = await Promise.all(
    Array.from({ length: 5 }, () => launchRun({ datasetId, config, launchKey }, ada)),
  );
  const [first] = runs as [Run];
  expect(new Set(runs.map((run) => run.id)).size).toBe(1);
  const other = { datasetId, config: { batchSize: 8 } as never, launchKey };
  await expect(launchRun(other, ada)).rejects.toMatchObject({ code: "conflict" });
  // Without a key, and with the key of somebody else, it is another run.
  const bob = await insertTestUser("Bob");
  const others = [
    await launchRun({ datasetId, config }, ada),
    await launchRun({ datasetId, config, launchKey }, bob),
  ];
  const { projectId } = first;
  const listed = await listRuns({ projectId });
  const newest = listed.slice(0, 3).map((run) => run.id);
  expect(newest).toEqual([...others.reverse(), first].map((run) => run.id));

  const pages: string[] = [];
  for (let before: string | undefined; ; before = pages.at(-1)) {
    const page = await listRuns({ projectId, limit: 4, before });
    pages.push(...page.map((run) => run.id));
    if (page.length < 4) break;
  }
  expect(pages).toEqual(listed.map((run) => run.id));
  await expect(listRuns({ projectId: "prj_00000000000000000000" })).rejects.toMatchObject({
    code: "not_found",
  });
});
