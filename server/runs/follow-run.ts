import { getDb, inTransaction } from "../db/client";
import type { JobContext } from "../jobs/define-job";
import { log } from "../log";
import { FileWatcher } from "./file-watcher";
import { ingestEvents } from "./ingest-events";
import { findProcess, getRunRow, publishRun } from "./queries";
import { readNewLines } from "./read-new-lines";
import { findExit, findStopRequestMs, runFiles } from "./run-folder";
import { isAlive, type ProcessIdentity, signalTrainer } from "./trainer-process";

const pollMs = 100;
const announceMs = 250;
const lookAtProcessMs = 500;
/** A trainer that was asked to stop and does not is ended after this long. */
const stopPatienceMs = 60_000;
/** A trainer that has written its last word has this long to go. */
const exitPatienceMs = 15_000;

/**
 * Reads a run's events as they are written, until its process has ended and everything is read.
 *
 * @throws The abort reason when `signal` is aborted; the trainer goes on by itself.
 */
export async function followRun(
  runId: string,
  signal: AbortSignal,
  report: JobContext["report"],
): Promise<void> {
  const row = await getRunRow(getDb(), runId);
  const trainer = findProcess(row);
  const announcer = new Announcer(runId);
  const watcher = new FileWatcher(runFiles.events(runId));
  let offset = row.event_offset;
  let looked = 0;
  let ended = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      // Asked before reading: what a process wrote before it ended is then read after.
      if (!ended && Date.now() - looked >= lookAtProcessMs) {
        looked = Date.now();
        ended = trainer === null || !isAlive(trainer);
        if (trainer && !ended) await endLateComer(runId, row.attempt, trainer);
      }
      const { lines, nextOffset } = await readNewLines(runFiles.events(runId), offset);
      if (nextOffset > offset) {
        await announcer.ingest(lines, { from: offset, to: nextOffset });
        offset = nextOffset;
        report(await describeProgress(runId));
      } else if (ended) {
        return;
      } else {
        await announcer.flush(false);
        await watcher.wait(pollMs, signal);
      }
    }
  } finally {
    watcher.close();
    await announcer.flush(true).catch((error) => log.warn("A run was not told of.", { error }));
  }
}

/** Ends a trainer that does not stop when asked to, or does not go when it is done. */
async function endLateComer(
  runId: string,
  attempt: number,
  trainer: ProcessIdentity,
): Promise<void> {
  const askedMs = await findStopRequestMs(runId);
  if (askedMs !== null && Date.now() - askedMs > stopPatienceMs) {
    log.warn("A trainer did not stop in time and was ended.", { runId });
    signalTrainer(trainer, "SIGKILL", "group");
    return;
  }
  if ((await findExit(runId, attempt)) === null) return;
  const lastWord = await getDb()
    .selectFrom("run_event")
    .select("at_ms")
    .where("run_id", "=", runId)
    .where("attempt", "=", attempt)
    .where("type", "in", ["finished", "failed", "canceled"])
    .executeTakeFirst();
  if (lastWord && Date.now() - lastWord.at_ms > exitPatienceMs) {
    signalTrainer(trainer, "SIGKILL", "group");
  }
}

async function describeProgress(runId: string) {
  const row = await getRunRow(getDb(), runId);
  const progress = JSON.parse(row.progress_json) as {
    fraction: number | null;
    message: string | null;
    step: number;
    totalSteps: number | null;
    remainingMs: number | null;
  };
  return {
    fraction: progress.fraction,
    message: progress.message,
    done: progress.step,
    total: progress.totalSteps,
    remainingMs: progress.remainingMs,
  };
}

/** Publishes the run at most four times a second, but always its last state. */
class Announcer {
  #announcedMs = 0;
  #dirty = false;

  constructor(private readonly runId: string) {}

  async ingest(
    lines: Awaited<ReturnType<typeof readNewLines>>["lines"],
    offsets: { from: number; to: number },
  ): Promise<void> {
    const due = Date.now() - this.#announcedMs >= announceMs;
    this.#dirty = true;
    if (await ingestEvents(this.runId, lines, offsets, due)) this.#told();
  }

  async flush(now: boolean): Promise<void> {
    if (!this.#dirty || (!now && Date.now() - this.#announcedMs < announceMs)) return;
    this.#told();
    await inTransaction((trx) => publishRun(trx, this.runId));
  }

  #told(): void {
    this.#announcedMs = Date.now();
    this.#dirty = false;
  }
}
