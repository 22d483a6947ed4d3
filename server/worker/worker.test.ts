import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Me } from "@/lib/contracts/auth";
import type { Job } from "@/lib/contracts/jobs";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { getDb, inTransaction } from "../db/client";
import { cancelJob } from "../jobs/cancel-job";
import { enqueueJob } from "../jobs/enqueue-job";
import { getJob } from "../jobs/queries";
import { createProject } from "../projects/create-project";
import { makeTestHome } from "../testing/home";
import { makeTestPerson } from "../testing/people";

/**
 * Real worker processes with a stand-in for Python: it notes its process id, then sleeps when the
 * file `sleep` exists, and otherwise refuses the file.
 */
const standIn = (folder: string) => `#!/bin/sh
echo $$ >> ${folder}/pids
while [ "$1" != "--result" ]; do shift; done
[ -e ${folder}/sleep ] && sleep 60
echo '{"ok":false,"error":{"code":"unreadable_file","message":"No.","hint":"Yes."}}' > "$2"
`;

/** Starting a process takes seconds where many tests run at once. */
const waitMs = 60_000;
vi.setConfig({ testTimeout: 180_000 });

let home: string;
let projectId: string;
let administrator: Me;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  home = await makeTestHome({ TILEWRIGHT_DEMO: "off" });
  const python = path.join(home, "python");
  writeFileSync(python, standIn(home));
  chmodSync(python, 0o755);
  Object.assign(process.env, { TILEWRIGHT_PYTHON: python, TILEWRIGHT_IMPORT_FOLDERS: home });
  const look = { colour: "#112233", key: null, archived: false };
  const project = await createProject(
    {
      name: "Test",
      description: "",
      tileSizePx: 64,
      classes: [
        { name: "A", ...look },
        { name: "B", ...look },
      ],
    },
    { createdBy: null },
  );
  projectId = project.id;
  administrator = (await makeTestPerson("administrator")).me;
});

afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    const exited = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGKILL");
    await exited;
  }
});

function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, ["--import", "tsx", "server/worker/main.ts"], {
    stdio: "ignore",
  });
  workers.push(worker);
  return worker;
}

function enqueueImport(): Promise<string> {
  return inTransaction((trx) =>
    enqueueJob(trx, {
      kind: "scene.import",
      payload: {
        sceneId: newId("scene"),
        projectId,
        source: { from: "folder", path: path.join(home, "python") },
        kind: "raster",
        name: "Scene",
        createMissingClasses: true,
        importedBy: null,
      },
      projectId,
      title: sentence("server.titles.importScene", { name: "chips" }),
      createdBy: null,
    }),
  );
}

async function waitFor(jobId: string, condition: (job: Job) => boolean): Promise<Job> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const job = await getJob(jobId);
    if (condition(job)) return job;
    if (Date.now() > deadline) throw new Error(`Waited too long: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function pids(): number[] {
  const file = path.join(home, "pids");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitUntil(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("Waited too long.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("worker processes", () => {
  it("take up the job of a worker that was killed, and its command dies with it", async () => {
    writeFileSync(path.join(home, "sleep"), "");
    const jobId = await enqueueImport();
    const first = startWorker();
    await waitUntil(() => pids().length === 1);
    const [orphan = 0] = pids();
    first.kill("SIGKILL");
    await waitUntil(() => !isAlive(orphan));
    expect(await getJob(jobId)).toMatchObject({ status: "running" });

    rmSync(path.join(home, "sleep"));
    startWorker();
    const job = await waitFor(jobId, (one) => one.status === "failed");
    expect(job.problem).toEqual({ code: "unreadable_file", message: "No.", hint: "Yes." });
    const row = await getDb()
      .selectFrom("job")
      .select("attempts")
      .where("id", "=", jobId)
      .executeTakeFirstOrThrow();
    expect(row.attempts).toBe(2);
    expect(existsSync(path.join(home, "scratch", jobId))).toBe(false);
    expect(existsSync(path.join(home, "scenes"))).toBe(false);
  });

  it("stop a job that is canceled, and give one back when they are asked to end", async () => {
    writeFileSync(path.join(home, "sleep"), "");
    const worker = startWorker();
    const canceled = await enqueueImport();
    await waitFor(canceled, (job) => job.status === "running");
    await cancelJob(canceled, administrator);
    await waitFor(canceled, (job) => job.status === "canceled");

    const kept = await enqueueImport();
    await waitFor(kept, (job) => job.status === "running");
    const exited = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(await getJob(kept)).toMatchObject({ status: "queued" });
    await waitUntil(() => pids().every((pid) => !isAlive(pid)));
    await cancelJob(kept, administrator);
  });

  it("share the queue without ever taking the same job", async () => {
    rmSync(path.join(home, "sleep"), { force: true });
    const before = pids().length;
    startWorker();
    startWorker();
    const ids = await Promise.all(Array.from({ length: 6 }, enqueueImport));
    for (const id of ids) await waitFor(id, (job) => job.status === "failed");
    expect(pids().length - before).toBe(6);
  });
});
