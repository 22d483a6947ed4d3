import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type Machine, machineSchema } from "@/lib/contracts/environment";
import { toAppError } from "@/lib/errors";
import { inEnglish, sentence } from "@/lib/i18n/sentence";
import { getDb, getSqlite } from "../db/client";
import { getEnv } from "../env";
import { runTrainerCommand } from "../python/run-trainer-command";
import { measureMachine } from "./measure-machine";

const doctorSchema = machineSchema.omit({ worker: true });
type Doctor = z.infer<typeof doctorSchema>;

const keptMs = 60_000;
const aliveMs = 15_000;
const timeoutMs = 60_000;

let known: Doctor | null = null;
let knownAtMs = 0;
let examination: Promise<Doctor> | null = null;

/**
 * What this machine can do. Asking PyTorch takes seconds, so nobody waits for it twice: an answer
 * older than a minute is given at once, and a newer one fetched for the next who asks.
 */
export async function getMachine(fresh: boolean): Promise<Machine> {
  const isOld = Date.now() - knownAtMs > keptMs;
  if (fresh || known === null || isOld) {
    examination ??= examineOnce();
    // Nobody may be waiting for it; who does is told.
    examination.catch(() => undefined);
  }
  const doctor = (fresh ? null : known) ?? (await (examination ?? examineOnce()));
  const worker = await findWorker();
  return machineSchema.parse({
    ...doctor,
    versions: { ...(await findNodeVersions()), ...doctor.versions },
    checks: [...doctor.checks, checkWorker(worker.alive)],
    worker,
  });
}

/** One examination at a time; everybody who asks meanwhile gets its answer. */
async function examineOnce(): Promise<Doctor> {
  try {
    known = await examine();
    knownAtMs = Date.now();
    return known;
  } finally {
    examination = null;
  }
}

/** Asks the trainer; where that fails, says so and measures what Node can. */
async function examine(): Promise<Doctor> {
  try {
    return await runTrainerCommand({
      command: "doctor",
      args: ["--home", getEnv().home],
      resultSchema: doctorSchema,
      workFolder: path.join(getEnv().home, "doctor"),
      timeoutMs,
    });
  } catch (thrown) {
    const { message, hint, sentence } = toAppError(thrown).toProblem();
    const machine = await measureMachine(getEnv().home);
    return { ...machine, checks: [{ name: "python", ok: false, message, hint, sentence }] };
  }
}

async function findWorker(): Promise<Machine["worker"]> {
  const { seen } = await getDb()
    .selectFrom("worker")
    .select((select) => select.fn.max("seen_at_ms").as("seen"))
    .executeTakeFirstOrThrow();
  const seenAtMs = seen === null ? null : Number(seen);
  return { alive: seenAtMs !== null && Date.now() - seenAtMs < aliveMs, seenAtMs };
}

function checkWorker(alive: boolean): Machine["checks"][number] {
  const found = alive
    ? sentence("server.machine.workerAlive")
    : sentence("server.machine.workerGone");
  return { name: "worker", ok: alive, ...inEnglish(found) };
}

const packageSchema = z.object({ version: z.string() });

async function findNodeVersions(): Promise<Record<string, string | null>> {
  const readVersion = async (name: string) => {
    try {
      const file = path.resolve("node_modules", name, "package.json");
      return packageSchema.parse(JSON.parse(await readFile(file, "utf8"))).version;
    } catch {
      return null;
    }
  };
  const sqlite = getSqlite().prepare("select sqlite_version() as version").get();
  return {
    node: process.versions.node,
    next: await readVersion("next"),
    sqlite: packageSchema.parse(sqlite).version,
    "onnxruntime-node": await readVersion("onnxruntime-node"),
  };
}
