import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FileWatcher } from "./file-watcher";

const folder = mkdtempSync(path.join(tmpdir(), "tilewright-watch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function measure(act: Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await act;
  return performance.now() - startedMs;
}

describe("FileWatcher", () => {
  it("hears every change, also right after a burst of them", async () => {
    const file = path.join(folder, "events");
    writeFileSync(file, "");
    const watcher = new FileWatcher(file);
    for (let turn = 0; turn < 5; turn += 1) {
      const first = watcher.wait(3000, never);
      await pause(5);
      appendFileSync(file, "one\n");
      await pause(12);
      appendFileSync(file, "two\n");
      expect(await measure(first)).toBeLessThan(1000);
      const second = watcher.wait(3000, never);
      await pause(40);
      appendFileSync(file, "three\n");
      expect(await measure(second)).toBeLessThan(1000);
    }
    watcher.close();
  });

  it("hears what changed while nobody waited", async () => {
    const file = path.join(folder, "between");
    writeFileSync(file, "");
    const watcher = new FileWatcher(file);
    await watcher.wait(10, never);
    appendFileSync(file, "one\n");
    await pause(30);
    expect(await measure(watcher.wait(3000, never))).toBeLessThan(1000);
    watcher.close();
  });

  it("waits no longer than it is told, for a file that is not there too, and not when aborted", async () => {
    const watcher = new FileWatcher(path.join(folder, "none"));
    expect(await measure(watcher.wait(30, never))).toBeGreaterThan(20);
    const abort = new AbortController();
    const waiting = watcher.wait(10_000, abort.signal);
    abort.abort();
    expect(await measure(waiting)).toBeLessThan(1000);
    watcher.close();
  });
});
