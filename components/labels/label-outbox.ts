import type { Problem } from "@/lib/contracts/common";
import type { LabelBatchResult } from "@/lib/contracts/labels";
import { toProblem } from "@/lib/to-problem";
import type { PendingBatch, PendingStore } from "./pending-store";

export type SentResult = LabelBatchResult;

export type OutboxState = {
  pendingCount: number;
  /** saved: nothing waits. saving: being sent. waiting: the server is away. offline: the network is. */
  status: "saved" | "saving" | "waiting" | "offline";
  /** Why it waits. */
  problem: Problem | null;
  retryAtMs: number | null;
  /** false: the browser keeps nothing, unsent work ends with the page. */
  durable: boolean;
};

export type OutboxOptions = {
  userId: string;
  store: PendingStore;
  send: (batch: PendingBatch["batch"]) => Promise<SentResult>;
  onAcknowledged: (pending: PendingBatch, result: SentResult) => void;
  onRefused: (pending: PendingBatch, problem: Problem) => void;
  onChange: () => void;
  /** Resolves after the time, or early when the signal is aborted. */
  delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  isOnline?: () => boolean;
};

/** Answers that no repetition will change: the batch is given up and its author is told. */
const finalCodes = new Set([
  "invalid_input",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "unsupported",
]);

const firstRetryMs = 500;
const longestRetryMs = 15_000;
/** A server that fails on the same batch this often will not learn it. */
const internalErrorsAllowed = 8;

/**
 * Sends batches one after the other, in the order they were made, until each is acknowledged or
 * refused. What waits is kept in the store, so that a reload or a closed tab loses nothing; the
 * server applies a batch once however often it arrives.
 */
export class LabelOutbox {
  readonly #options: OutboxOptions;
  readonly #queue: PendingBatch[] = [];
  readonly #stored = new Map<string, Promise<void>>();
  #lastOrder = 0;
  #sending = false;
  #problem: Problem | null = null;
  #retryAtMs: number | null = null;
  #durable = true;
  #wake: AbortController | null = null;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get state(): OutboxState {
    const pendingCount = this.#queue.length;
    const online = this.#options.isOnline?.() ?? true;
    const status =
      pendingCount === 0
        ? "saved"
        : !online
          ? "offline"
          : this.#retryAtMs !== null
            ? "waiting"
            : "saving";
    return {
      pendingCount,
      status,
      problem: status === "waiting" ? this.#problem : null,
      retryAtMs: status === "waiting" ? this.#retryAtMs : null,
      durable: this.#durable,
    };
  }

  /**
   * Takes up what an earlier page left behind, oldest first, to be sent before anything new once the
   * outbox is woken.
   */
  async restore(): Promise<PendingBatch[]> {
    let left: PendingBatch[] = [];
    try {
      left = await this.#options.store.list(this.#options.userId);
    } catch {
      this.#durable = false;
    }
    const known = new Set(this.#queue.map((pending) => pending.batch.batchId));
    left = left.filter((pending) => !known.has(pending.batch.batchId));
    this.#queue.unshift(...left);
    this.#lastOrder = Math.max(this.#lastOrder, ...left.map((pending) => pending.order));
    this.#changed();
    return left;
  }

  add(batch: PendingBatch["batch"]): PendingBatch {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Date.now() * 1000);
    const pending = { order: this.#lastOrder, userId: this.#options.userId, batch };
    this.#queue.push(pending);
    const stored = this.#options.store.put(pending).catch(() => {
      this.#durable = false;
    });
    this.#stored.set(batch.batchId, stored);
    this.#changed();
    void this.#run();
    return pending;
  }

  /** Tries again now: the network came back, or somebody asked. */
  wake(): void {
    this.#wake?.abort();
    this.#changed();
    void this.#run();
  }

  start(): void {
    this.#stopped = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.abort();
  }

  async #run(): Promise<void> {
    if (this.#sending || this.#stopped) return;
    this.#sending = true;
    let failures = 0;
    let internalErrors = 0;
    while (this.#queue.length > 0 && !this.#stopped) {
      const pending = this.#queue[0] as PendingBatch;
      // Sent only when it is stored: an acknowledged batch must not come back after a crash.
      await this.#stored.get(pending.batch.batchId);
      const problem = await this.#trySend(pending);
      if (this.#stopped) break;
      if (problem === null) {
        failures = 0;
        internalErrors = 0;
        continue;
      }
      if (problem.code === "internal") internalErrors += 1;
      if (finalCodes.has(problem.code) || internalErrors > internalErrorsAllowed) {
        internalErrors = 0;
        await this.#leave(pending, () => this.#options.onRefused(pending, problem));
        continue;
      }
      failures += 1;
      await this.#waitToRetry(problem, failures);
    }
    this.#sending = false;
    this.#retryAtMs = null;
    this.#changed();
  }

  async #trySend(pending: PendingBatch): Promise<Problem | null> {
    try {
      const result = await this.#options.send(pending.batch);
      if (this.#stopped) return null;
      this.#problem = null;
      this.#retryAtMs = null;
      await this.#leave(pending, () => this.#options.onAcknowledged(pending, result));
      return null;
    } catch (thrown) {
      return toProblem(thrown);
    }
  }

  /** `tell` belongs to the same moment: nobody may see an empty queue beside edits that still cover. */
  async #leave(pending: PendingBatch, tell: () => void): Promise<void> {
    const at = this.#queue.indexOf(pending);
    if (at >= 0) this.#queue.splice(at, 1);
    this.#stored.delete(pending.batch.batchId);
    tell();
    this.#changed();
    try {
      await this.#options.store.remove(pending.batch.batchId);
    } catch {
      // It will be sent once more after a reload; the server knows it by its id.
    }
  }

  async #waitToRetry(problem: Problem, failures: number): Promise<void> {
    const pause = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1));
    this.#problem = problem;
    this.#retryAtMs = Date.now() + pause;
    this.#wake = new AbortController();
    this.#changed();
    await (this.#options.delay ?? delay)(pause, this.#wake.signal);
    this.#wake = null;
    this.#retryAtMs = null;
    if (!this.#stopped) this.#changed();
  }

  #changed(): void {
    if (!this.#stopped) this.#options.onChange();
  }
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
