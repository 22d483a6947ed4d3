import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { makeTestHome } from "../testing/home";
import { writeFakePython } from "../testing/write-fake-python";

const spawned = vi.hoisted(() => [] as import("node:child_process").ChildProcess[]);

vi.mock("node:child_process", async (original) => {
  const real = await original<typeof import("node:child_process")>();
  return {
    ...real,
    spawn: (...args: Parameters<typeof real.spawn>) => {
      const child = real.spawn(...args);
      spawned.push(child);
      return child;
    },
  };
});
vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  const readFileSync = ((file: string, ...rest: []) => {
    if (/^\/proc\/\d+\/stat$/.test(file)) throw new Error("hidden");
    return real.readFileSync(file, ...rest);
  }) as typeof real.readFileSync;
  return { ...real, readFileSync };
});

it.runIf(process.platform === "linux")(
  "leaves no shell waiting when the new process cannot be identified",
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "tilewright-python-"));
    await makeTestHome({ TILEWRIGHT_PYTHON: writeFakePython(folder) });
    const log = path.join(folder, "log");
    writeFileSync(log, "");
    const { startTrainer } = await import("./trainer-process");
    expect(() => startTrainer(["fit"], log)).toThrow();
    const [child] = spawned;
    const ended = new Promise((resolve) => child?.once("exit", (_code, signal) => resolve(signal)));
    expect(await ended).toBe("SIGKILL");
  },
);
