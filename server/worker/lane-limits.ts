import { execFileSync } from "node:child_process";
import { getEnv } from "../env";
import type { LaneLimits } from "../jobs/claim-job";

/** How many jobs of each lane this machine does at once. */
export function findLaneLimits(): LaneLimits {
  const gpus = countGpus();
  return { import: 1, run: gpus > 0 ? gpus : getEnv().cpuRuns, predict: 1, export: 1 };
}

/** NVIDIA GPUs of this machine; 0 where their driver's tool is missing. */
function countGpus(): number {
  try {
    const list = execFileSync("nvidia-smi", ["-L"], {
      encoding: "utf8",
      timeout: 10_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return list.split("\n").filter((line) => line.startsWith("GPU ")).length;
  } catch {
    return 0;
  }
}
