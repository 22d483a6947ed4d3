import { stat } from "node:fs/promises";
import os from "node:os";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getEnv } from "../env";
import { inputName, outputName, sessionOptions } from "./onnx-session";

/** One batch; `values` [count][bands][sizePx][sizePx] is lent and comes back with the answer. */
export type ModelTask = {
  values: Float32Array<ArrayBuffer>;
  count: number;
  bands: number;
  sizePx: number;
};

/** `logits` [count][classes]; null says that the graph has none. */
export type ModelAnswer = { values: Float32Array<ArrayBuffer>; logits: Float32Array | null };

type Pending = { resolve(answer: ModelAnswer): void; reject(error: unknown): void };

/** Weights of all threads together, at most; a large model gets fewer threads of its own. */
const maxWeightBytes = 1024 ** 3;

/** One thread, and the batches it was given and has not answered, in order. */
class ModelThread {
  readonly #worker: Worker;
  readonly #pending: Pending[] = [];
  #failure: Error | null = null;

  private constructor(file: string, threadCount: number) {
    this.#worker = new Worker(new URL("./model-thread.mjs", import.meta.url), {
      workerData: { file, options: sessionOptions(threadCount), inputName, outputName },
      execArgv: [],
    });
    this.#worker.on("message", (answer: ModelAnswer) => {
      this.#pending.shift()?.resolve(answer);
      this.#holdProcess();
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("The model's thread ended.")));
  }

  static async open(file: string, threadCount: number): Promise<ModelThread> {
    const thread = new ModelThread(file, threadCount);
    // The thread's first word is "ready".
    await thread.#wait();
    return thread;
  }

  get waitingCount(): number {
    return this.#pending.length;
  }

  run(task: ModelTask): Promise<ModelAnswer> {
    this.#worker.postMessage(task, [task.values.buffer]);
    return this.#wait();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #wait(): Promise<ModelAnswer> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#holdProcess();
    });
  }

  /** An idle thread does not keep the process from ending. */
  #holdProcess(): void {
    if (this.#pending.length > 0) this.#worker.ref();
    else this.#worker.unref();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }
}

/**
 * A model opened once per processor, each copy on a thread of its own with a share of the batches.
 *
 * Copies never wait for one another. One session whose threads share each batch meets hundreds of
 * times in a batch and leaves processors idle while tiles are decoded: docs/benchmarks.md.
 */
export class ModelThreads {
  readonly #threads: ModelThread[];

  private constructor(threads: ModelThread[]) {
    this.#threads = threads;
  }

  /** @throws AppError `unreadable_file`. */
  static async open(file: string): Promise<ModelThreads> {
    const processors = getEnv().threads ?? os.availableParallelism();
    try {
      const { size } = await stat(file);
      const copies = Math.max(1, Math.min(processors, Math.floor(maxWeightBytes / size)));
      const threadCount = Math.max(1, Math.floor(processors / copies));
      return new ModelThreads(
        await Promise.all(
          Array.from({ length: copies }, () => ModelThread.open(file, threadCount)),
        ),
      );
    } catch (cause) {
      throw new AppError("unreadable_file", sentence("server.models.onnxUnreadable"), { cause });
    }
  }

  /** Batches worth having under way: one for every copy, and the next of each. */
  get batchesAtOnce(): number {
    return 2 * this.#threads.length;
  }

  /** Lends `task.values` to the copy that has the least to do. */
  run(task: ModelTask): Promise<ModelAnswer> {
    const idlest = this.#threads.reduce((best, one) =>
      one.waitingCount < best.waitingCount ? one : best,
    );
    return idlest.run(task);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
