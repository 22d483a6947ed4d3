import { statfs } from "node:fs/promises";
import os from "node:os";
import type { Machine } from "@/lib/contracts/environment";

type Measured = Omit<Machine, "worker" | "checks">;

/** What Node alone can tell about the machine, for when Python is missing. */
export async function measureMachine(home: string): Promise<Measured> {
  const disk = await statfs(home);
  const [cpu] = os.cpus();
  return {
    versions: { python: null },
    gpus: [],
    cpu: { model: cpu?.model ?? "unknown", cores: os.availableParallelism() },
    memory: { totalBytes: os.totalmem(), freeBytes: os.freemem() },
    disk: { totalBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize },
    attention: [],
    measuredAtMs: Date.now(),
  };
}
