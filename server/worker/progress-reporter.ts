import type { JobProgress } from "@/lib/contracts/jobs";
import { inTransaction } from "../db/client";
import { publishJob } from "../jobs/publish-job";
import { noProgress } from "../jobs/queries";
import { log } from "../log";

/** At most four writes a second and job: more than an eye follows, and each of them is an fsync. */
const writeIntervalMs = 250;
/** Before this an estimate says nothing. */
const estimateAfterMs = 1500;
const estimateAfterFraction = 0.01;

/** Brings the progress of a running job to the database, thinned, with the time that is left. */
export class ProgressReporter {
  readonly #jobId: string;
  readonly #workerId: string;
  readonly #startedAtMs = Date.now();
  #latest: JobProgress = noProgress;
  #timer: NodeJS.Timeout | null = null;
  #lastWriteMs = 0;
  #dirty = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(jobId: string, workerId: string) {
    this.#jobId = jobId;
    this.#workerId = workerId;
  }

  report(progress: Partial<JobProgress>): void {
    // A new message without a sentence must not go with the sentence of the one before.
    const unsaid = "message" in progress ? { sentence: null } : {};
    this.#latest = { ...this.#latest, ...unsaid, remainingMs: null, ...progress };
    if (this.#latest.remainingMs === null) this.#latest.remainingMs = this.#estimate();
    this.#dirty = true;
    if (this.#timer) return;
    const waitMs = Math.max(0, this.#lastWriteMs + writeIntervalMs - Date.now());
    this.#timer = setTimeout(() => this.#write(), waitMs);
  }

  /** Writes what has not been written yet. */
  async flush(): Promise<void> {
    if (this.#dirty) this.#write();
    await this.#writing;
  }

  /** Milliseconds left if the rest goes as fast as what is done. */
  #estimate(): number | null {
    const { fraction } = this.#latest;
    const elapsedMs = Date.now() - this.#startedAtMs;
    if (fraction === null || fraction < estimateAfterFraction) return null;
    if (elapsedMs < estimateAfterMs) return null;
    return Math.round((elapsedMs * (1 - fraction)) / fraction);
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dirty = false;
    this.#lastWriteMs = Date.now();
    const progress = this.#latest;
    this.#writing = this.#writing
      .then(() => saveProgress(this.#jobId, this.#workerId, progress))
      .catch((error) => log.warn("Progress was not written.", { jobId: this.#jobId, error }));
  }
}

/** Writes progress of a job that this worker still holds; otherwise nothing. */
async function saveProgress(jobId: string, workerId: string, progress: JobProgress): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await trx
      .updateTable("job")
      .set({ progress_json: JSON.stringify(progress) })
      .where("id", "=", jobId)
      .where("lease_owner", "=", workerId)
      .where("status", "=", "running")
      .returningAll()
      .executeTakeFirst();
    if (row) await publishJob(trx, row);
  });
}
