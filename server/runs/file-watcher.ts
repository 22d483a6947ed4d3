import { type FSWatcher, watch } from "node:fs";

/** Changes that come close together are told once. */
const gatherMs = 20;

/** Waits until a file grows; looks by itself too, because not every file system tells. */
export class FileWatcher {
  readonly #file: string;
  #watcher: FSWatcher | null = null;
  #wake: (() => void) | null = null;
  /** Something changed while nobody waited. */
  #changed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** Resolves soon after a change, at the latest after `ms`, and at once when `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#open();
    return new Promise((resolve) => {
      let timer = setTimeout(done, ms);
      const wake = () => {
        // Only the first change counts: a later one must not end the wait that comes after this.
        this.#wake = null;
        clearTimeout(timer);
        timer = setTimeout(done, gatherMs);
      };
      const forget = () => {
        if (this.#wake === wake) this.#wake = null;
        signal.removeEventListener("abort", done);
      };
      function done() {
        clearTimeout(timer);
        forget();
        resolve();
      }
      signal.addEventListener("abort", done, { once: true });
      this.#wake = wake;
      if (this.#changed) wake();
      this.#changed = false;
    });
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }

  #open(): void {
    if (this.#watcher) return;
    try {
      this.#watcher = watch(this.#file, () => {
        if (this.#wake) this.#wake();
        else this.#changed = true;
      });
      this.#watcher.on("error", () => this.close());
    } catch {
      // Not there yet, or too many watchers: looking now and then does as well.
    }
  }
}
