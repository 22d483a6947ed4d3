import { closeSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import { saidAsSchema } from "@/lib/contracts/common";

const progressSchema = z.object({
  fraction: z.number().min(0).max(1).nullable().catch(null),
  message: z.string().nullable().catch(null),
  sentence: saidAsSchema.catch(null),
  done: z.number().nullable().catch(null),
  total: z.number().nullable().catch(null),
});
export type TrainerProgress = z.infer<typeof progressSchema>;

const chunkBytes = 64 * 1024;

/** Follows a file of progress lines and tells the newest of them. */
export class ProgressTail {
  readonly #file: string;
  readonly #onProgress: (progress: TrainerProgress) => void;
  #offset = 0;
  #rest = "";

  constructor(file: string, onProgress: (progress: TrainerProgress) => void) {
    this.#file = file;
    this.#onProgress = onProgress;
  }

  /** Reads what has been written since the last time. */
  read(): void {
    let text: string;
    try {
      text = this.#readNew();
    } catch (error) {
      // The command writes its first line after a while.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    const last = lines.at(-1);
    if (last === undefined) return;
    const progress = parse(last);
    if (progress) this.#onProgress(progress);
  }

  #readNew(): string {
    const file = openSync(this.#file, "r");
    try {
      let text = "";
      for (;;) {
        const buffer = Buffer.alloc(chunkBytes);
        const count = readSync(file, buffer, 0, chunkBytes, this.#offset);
        this.#offset += count;
        text += buffer.toString("utf8", 0, count);
        if (count < chunkBytes) return text;
      }
    } finally {
      closeSync(file);
    }
  }
}

function parse(line: string): TrainerProgress | null {
  try {
    return progressSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
