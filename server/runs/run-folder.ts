import { existsSync, statSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { saidAsSchema } from "@/lib/contracts/common";
import type { RunSpec } from "@/lib/contracts/run-spec";
import { homeFolders } from "../env";

/** What a run goes on from, relative to its folder, as the trainer's events name it. */
export const lastCheckpointPath = "checkpoints/last";

/** Where things lie in a run's folder; the trainer and the studio speak through these files. */
export const runFiles = {
  spec: (runId: string) => path.join(homeFolders.run(runId), "spec.json"),
  events: (runId: string) => path.join(homeFolders.run(runId), "events.ndjson"),
  exit: (runId: string) => path.join(homeFolders.run(runId), "exit.json"),
  heartbeat: (runId: string) => path.join(homeFolders.run(runId), "heartbeat"),
  log: (runId: string) => path.join(homeFolders.run(runId), "trainer.log"),
  stop: (runId: string) => path.join(homeFolders.run(runId), "control", "stop"),
  lastCheckpoint: (runId: string) => path.join(homeFolders.run(runId), lastCheckpointPath),
  model: (runId: string) => path.join(homeFolders.run(runId), "model"),
};

const exitSchema = z.object({
  outcome: z.enum(["finished", "failed", "canceled"]),
  code: z.string().nullish(),
  message: z.string().nullish(),
  hint: z.string().nullish(),
  sentence: saidAsSchema,
  attempt: z.number().int(),
});
export type Exit = z.infer<typeof exitSchema>;

/** The last act of an attempt; null while it lives, and for ever when it was killed. */
export async function findExit(runId: string, attempt: number): Promise<Exit | null> {
  try {
    const exit = exitSchema.parse(JSON.parse(await readFile(runFiles.exit(runId), "utf8")));
    return exit.attempt === attempt ? exit : null;
  } catch {
    return null;
  }
}

/** Writes spec.json unless it is there: a run's spec never changes. */
export async function writeSpec(spec: RunSpec): Promise<void> {
  const file = runFiles.spec(spec.runId);
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify(spec, null, 2)}\n`, { flush: true });
  await rename(partial, file);
}

export type StopMode = "save" | "now";

/** Asks the trainer to stop, in the way it looks for several times a second. */
export async function writeStopRequest(runId: string, mode: StopMode): Promise<void> {
  const file = runFiles.stop(runId);
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify({ mode })}\n`);
  await rename(partial, file);
}

/** When somebody asked this attempt to stop, ms; null when nobody did. */
export async function findStopRequestMs(runId: string): Promise<number | null> {
  try {
    return (await stat(runFiles.stop(runId))).mtimeMs;
  } catch {
    return null;
  }
}

/** Takes away what the attempt before left for its own end. */
export async function clearAttempt(runId: string): Promise<void> {
  await rm(runFiles.stop(runId), { force: true });
  await rm(runFiles.exit(runId), { force: true });
  await rm(runFiles.heartbeat(runId), { force: true });
}

/** Whether the trainer of the present attempt got as far as its first heartbeat. */
export function hasBegun(runId: string): boolean {
  return existsSync(runFiles.heartbeat(runId));
}

/**
 * When the trainer of the present attempt was last at work: its last act, or its last heartbeat, which
 * may be long ago where the machine was off. Null when it never began.
 */
export function findLastSignMs(runId: string): number | null {
  const times = [runFiles.exit(runId), runFiles.heartbeat(runId)].flatMap(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? [],
  );
  return times.length > 0 ? Math.max(...times) : null;
}

/** Between the two renames of a new checkpoint only the one before it, `.old`, is there. */
export function hasCheckpoint(runId: string): boolean {
  const last = runFiles.lastCheckpoint(runId);
  return existsSync(last) || existsSync(`${last}.old`);
}

const lastLogBytes = 8000;

/** The last lines of the trainer's log, which may be long, for people who ask what happened. */
export async function readLastLogLines(runId: string, count: number): Promise<string[]> {
  const text = await readEnd(runFiles.log(runId), lastLogBytes).catch(() => "");
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-count);
}

async function readEnd(file: string, bytes: number): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(bytes, size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
