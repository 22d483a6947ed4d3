import { getDb, inTransaction } from "../db/client";
import {
  claimJob,
  freeLostJobs,
  type LaneLimits,
  leaseMs,
  requeueHeldJobs,
} from "../jobs/claim-job";
import type { AbortReason } from "../jobs/define-job";
import { pruneEvents } from "../live/prune-events";
import { log } from "../log";
import { sweepUploads } from "../uploads/sweep-uploads";
import { findDeadWorkers, forgetWorkers, showPresence } from "./presence";
import { runJob } from "./run-job";

const pollMs = 200;
const renewMs = 4_000;
const pruneMs = 5 * 60_000;
/** A job that ran this long without its worker dying starts to count its tries anew. */
const healthyAfterMs = 5 * 60_000;

interface RunningJob {
  abort: AbortController;
  startedAtMs: number;
  done: Promise<void>;
}

/** Claims jobs, runs them, renews their leases, and hears when somebody cancels them. */
export class Worker {
  readonly id: string;
  readonly #limits: LaneLimits;
  readonly #running = new Map<string, RunningJob>();
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #renewedAtMs = 0;
  #prunedAtMs = 0;

  constructor(id: string, limits: LaneLimits) {
    this.id = id;
    this.#limits = limits;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /**
   * Stops claiming, asks what runs to stop, and waits for it, though not for ever. What is still not
   * done then goes back to the queue; this process has to end at once.
   */
  async stop(waitMs: number): Promise<void> {
    this.#stopped = true;
    this.#wake();
    for (const job of this.#running.values()) job.abort.abort("shutdown" satisfies AbortReason);
    const jobs = [...this.#running.values()].map((job) => job.done);
    const timeout = new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    await Promise.race([Promise.allSettled([this.#loop, ...jobs]), timeout]);
    if (this.#running.size > 0) await inTransaction((trx) => requeueHeldJobs(trx, this.id));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#step();
      } catch (error) {
        log.error("The worker could not look after its jobs.", { error });
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async #step(): Promise<void> {
    const now = Date.now();
    if (now - this.#renewedAtMs >= renewMs) {
      this.#renewedAtMs = now;
      await showPresence(this.id);
      await this.#renewLeases(now);
      await this.#freeLost();
    }
    if (now - this.#prunedAtMs >= pruneMs) {
      this.#prunedAtMs = now;
      await pruneEvents(now);
      await sweepUploads(now);
    }
    await this.#hearCancellations();
    while (!this.#stopped && (await this.#mayClaim())) {
      const row = await claimJob(this.id, this.#limits);
      if (!row) break;
      const abort = new AbortController();
      const done = runJob(row, this.id, abort.signal).finally(() => {
        this.#running.delete(row.id);
        this.#wake();
      });
      this.#running.set(row.id, { abort, startedAtMs: Date.now(), done });
    }
  }

  /** A look without a lock: claiming locks the database, and mostly there is nothing to claim. */
  async #mayClaim(): Promise<boolean> {
    const rows = await getDb()
      .selectFrom("job")
      .select(["lane", "status", (select) => select.fn.countAll<number>().as("count")])
      .where("status", "in", ["queued", "running"])
      .groupBy(["lane", "status"])
      .execute();
    const count = (lane: string, status: string) =>
      Number(rows.find((row) => row.lane === lane && row.status === status)?.count ?? 0);
    return Object.entries(this.#limits).some(
      ([lane, limit]) => count(lane, "queued") > 0 && count(lane, "running") < limit,
    );
  }

  async #renewLeases(now: number): Promise<void> {
    for (const [jobId, job] of this.#running) {
      const healthy = now - job.startedAtMs > healthyAfterMs;
      const { numUpdatedRows } = await getDb()
        .updateTable("job")
        .set({ lease_until_ms: now + leaseMs, ...(healthy ? { attempts: 1 } : {}) })
        .where("id", "=", jobId)
        .where("lease_owner", "=", this.id)
        .executeTakeFirst();
      // The machine slept past the lease, or the project was deleted: the job is not ours any more.
      if (numUpdatedRows === 0n) job.abort.abort("canceled" satisfies AbortReason);
    }
  }

  async #freeLost(): Promise<void> {
    const dead = await findDeadWorkers(this.id);
    const lost = await getDb()
      .selectFrom("job")
      .select("id")
      .where("status", "=", "running")
      .where((where) =>
        where.or([
          where("lease_until_ms", "<", Date.now()),
          ...(dead.length > 0 ? [where("lease_owner", "in", dead)] : []),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    if (lost) await freeLostJobs(dead);
    if (dead.length > 0) await forgetWorkers(dead);
  }

  async #hearCancellations(): Promise<void> {
    if (this.#running.size === 0) return;
    const rows = await getDb()
      .selectFrom("job")
      .select("id")
      .where("lease_owner", "=", this.id)
      .where("cancel_requested", "=", 1)
      .execute();
    for (const row of rows) {
      this.#running.get(row.id)?.abort.abort("canceled" satisfies AbortReason);
    }
  }
}
