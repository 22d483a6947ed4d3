import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { Duplex } from "node:stream";
import { z } from "zod";
import { type Problem, problemSchema } from "@/lib/contracts/common";
import { AppError, isErrorCode } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { childEnvironment, getEnv } from "../env";
import { log } from "../log";
import { ProgressTail, type TrainerProgress } from "./progress-tail";
import { type ReadRange, rangesDescriptor, serveRanges } from "./serve-ranges";

/** A command gets this long between the polite and the hard signal. */
const killAfterMs = 5_000;
const progressPollMs = 150;

const failureSchema = z.object({
  ok: z.literal(false),
  error: problemSchema,
});

export interface TrainerCommand<Result> {
  /** `python -m trainer <command>`. */
  command: string;
  args: string[];
  /** Of the result file, without `ok`. */
  resultSchema: z.ZodType<Result>;
  /** Existing or new folder for the result, the progress and the log of the command. */
  workFolder: string;
  signal?: AbortSignal;
  onProgress?: (progress: TrainerProgress) => void;
  timeoutMs?: number;
  /** For rasters that lie elsewhere: the command asks here for their bytes. */
  readRange?: ReadRange;
}

/**
 * Runs one command of the trainer in a process group of its own and returns what it found.
 *
 * @throws AppError What the command said went wrong, or `unavailable` without Python, or
 *   `trainer_failed` when it ended without a word; the reason of `signal` when that was aborted.
 */
export async function runTrainerCommand<Result>(job: TrainerCommand<Result>): Promise<Result> {
  job.signal?.throwIfAborted();
  requirePython();
  await mkdir(job.workFolder, { recursive: true });
  const files = {
    result: path.join(job.workFolder, `${job.command}.result.json`),
    progress: path.join(job.workFolder, `${job.command}.progress.ndjson`),
    log: path.join(job.workFolder, `${job.command}.log`),
  };
  await Promise.all(Object.values(files).map((file) => rm(file, { force: true })));
  const ending = await runToEnd(job, files);
  job.signal?.throwIfAborted();
  const result = await readResult(files.result);
  if (result === null) throw await explainSilence(job.command, ending, files.log);
  const failure = failureSchema.safeParse(result);
  if (failure.success) throw toFailure(failure.data.error);
  return job.resultSchema.parse(result);
}

function requirePython(): void {
  if (existsSync(getEnv().python)) return;
  throw new AppError(
    "unavailable",
    sentence("server.machine.noPython", { python: getEnv().python }),
  );
}

interface Ending {
  code: number | null;
  signal: string | null;
  timedOut: boolean;
}

/**
 * Runs a command and ends its whole group when standard input closes, which it does when this
 * process dies, however it dies: nobody is left to use what an orphan would find.
 */
const guard = `
  exec 3<&0 0</dev/null
  trap : TERM
  "$@" 3<&- & job=$!
  (cat <&3 >/dev/null; kill -KILL -$$) >/dev/null 2>&1 &
  code=0
  while kill -0 $job 2>/dev/null; do wait $job; code=$?; done
  exit $code
`;

async function runToEnd<Result>(
  job: TrainerCommand<Result>,
  files: { result: string; progress: string; log: string },
): Promise<Ending> {
  const output = openSync(files.log, "a");
  const child = spawn(
    "/bin/sh",
    ["-c", guard, "sh", getEnv().python, "-m", "trainer", job.command, ...job.args].concat([
      ...["--result", files.result],
      ...(job.onProgress ? ["--progress", files.progress] : []),
    ]),
    {
      cwd: getEnv().trainerFolder,
      env: childEnvironment(
        job.readRange ? { TILEWRIGHT_RANGES_FD: String(rangesDescriptor) } : {},
      ),
      detached: true,
      // The guard has the third for itself.
      stdio: ["pipe", output, output, "ignore", job.readRange ? "pipe" : "ignore"],
    },
  );
  const channel = child.stdio[rangesDescriptor];
  if (job.readRange && channel instanceof Duplex) void serveRanges(channel, job.readRange);
  child.stdin?.on("error", () => {});
  closeSync(output);
  const tail = job.onProgress ? new ProgressTail(files.progress, job.onProgress) : null;
  const poll = tail ? setInterval(() => readQuietly(tail), progressPollMs) : null;
  let timedOut = false;
  const timeout = job.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        endGroup(child);
      }, job.timeoutMs)
    : null;
  const onAbort = () => endGroup(child);
  job.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await new Promise<Ending>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal, timedOut }));
    });
  } finally {
    if (poll) clearInterval(poll);
    if (timeout) clearTimeout(timeout);
    job.signal?.removeEventListener("abort", onAbort);
    child.stdin?.end();
    if (channel instanceof Duplex) channel.destroy();
    if (tail) readQuietly(tail);
  }
}

/** Progress is a courtesy: a file that cannot be read does not end the work. */
function readQuietly(tail: ProgressTail): void {
  try {
    tail.read();
  } catch (error) {
    log.debug("Progress was not read.", { error });
  }
}

/** Asks the whole group to end, and ends it when it does not. */
function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  signalGroup(pid, "SIGTERM");
  const force = setTimeout(() => signalGroup(pid, "SIGKILL"), killAfterMs);
  child.once("exit", () => clearTimeout(force));
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function readResult(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}

function toFailure(error: Problem): AppError {
  const known = isErrorCode(error.code) && error.code !== "internal";
  return new AppError(known ? (error.code as "unreadable_file") : "trainer_failed", {
    ...error,
    hint: error.hint || null,
  });
}

async function explainSilence(command: string, ending: Ending, logFile: string): Promise<AppError> {
  const output = await readFile(logFile, "utf8").catch(() => "");
  log.error("A trainer command ended without a result.", {
    command,
    ...ending,
    output: output.slice(-4000),
  });
  if (ending.timedOut) {
    return new AppError("too_large", sentence("server.trainer.tookTooLong", { command }));
  }
  const missing = /ModuleNotFoundError: (.+)/.exec(output)?.[1];
  if (missing) {
    return new AppError("unavailable", sentence("server.trainer.incomplete", { missing }));
  }
  return new AppError(
    "trainer_failed",
    sentence("server.trainer.noResult", {
      command,
      code: ending.code ?? -1,
      signal: ending.signal ?? "none",
    }),
  );
}
