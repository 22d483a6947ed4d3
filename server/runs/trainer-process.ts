import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { childEnvironment, getEnv } from "../env";

/**
 * A process that can be recognised again: the number alone may have been given to another by now, so
 * its start time and the boot of the machine belong to it.
 */
export const processIdentitySchema = z.object({
  pid: z.number().int().min(2),
  startTicks: z.string(),
  bootId: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/**
 * Starts a trainer that outlives us, held back until it is released: its identity can be written
 * down first, so that no trainer ever runs that nobody knows of. If we die before that, it ends.
 *
 * @param args Arguments of `python -m trainer`.
 * @param logFile Receives its output.
 */
export function startTrainer(
  args: readonly string[],
  logFile: string,
): { identity: ProcessIdentity; release: () => void; abandon: () => void } {
  if (!existsSync(getEnv().python)) {
    throw new AppError(
      "unavailable",
      sentence("server.machine.noPython", { python: getEnv().python }),
    );
  }
  const log = openSync(logFile, "a");
  try {
    // The shell waits for one line, then becomes the trainer: same process, same start time.
    const wait = 'read -r go || exit 1; exec "$@" < /dev/null';
    const command = [getEnv().python, "-u", "-m", "trainer", ...args];
    const child = spawn("/bin/sh", ["-c", wait, "sh", ...command], {
      cwd: getEnv().trainerFolder,
      env: childEnvironment(),
      detached: true,
      stdio: ["pipe", log, log],
    });
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    child.unref();
    const identity = child.pid === undefined ? null : findIdentity(child.pid);
    if (!identity) {
      // Nobody could ever find it again: the shell that waits must not stay. Killed before its input
      // closes, or it might still end by itself: one way to end is easier to rely on than two.
      child.kill("SIGKILL");
      child.stdin?.destroy();
      throw new AppError("unavailable", sentence("server.trainer.notStarted"));
    }
    return {
      identity,
      release: () => child.stdin?.end("go\n"),
      abandon: () => child.stdin?.destroy(),
    };
  } finally {
    closeSync(log);
  }
}

function findIdentity(pid: number): ProcessIdentity | null {
  const startTicks = findStartTicks(pid);
  return startTicks === null ? null : { pid, startTicks, bootId: readBootId() };
}

/** Whether exactly this process still runs. A zombie has ended, though nobody has collected it. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === readBootId() && findStartTicks(identity.pid) === identity.startTicks;
}

/**
 * Signals the process, or its whole group, if it is still the same one.
 *
 * @returns Whether there was somebody to signal.
 */
export function signalTrainer(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  whom: "leader" | "group",
): boolean {
  if (identity.pid < 2 || !isAlive(identity)) return false;
  try {
    process.kill(whom === "group" ? -identity.pid : identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** Field 22 of /proc/<pid>/stat (clock ticks since boot); elsewhere the start time that ps prints. */
function findStartTicks(pid: number): string | null {
  if (process.platform !== "linux") return findStartTime(pid);
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces and brackets itself; everything after it is plain.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    return state === "Z" || state === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function findStartTime(pid: number): string | null {
  try {
    const output = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return output === "" || output.startsWith("Z") ? null : output.replace(/^\S+\s+/, "");
  } catch {
    return null;
  }
}

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}
