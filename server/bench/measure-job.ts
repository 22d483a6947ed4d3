import { readdirSync, readFileSync } from "node:fs";

const sampleEveryMs = 100;

/** What a job took. */
export interface JobFigures {
  seconds: number;
  /** Largest memory of one process of the trainer. */
  trainerPeakMb: number;
  /** Largest memory of this process, which does the worker's part. */
  workerPeakMb: number;
}

/** Claims the one job that waits, does it, and says what it took. @throws Error unless it finishes. */
export async function measureJob(jobId: string): Promise<JobFigures> {
  const { claimJob } = await import("../jobs/claim-job");
  const { getJob } = await import("../jobs/queries");
  const { runJob } = await import("../worker/run-job");
  const row = await claimJob("bench", { import: 1, run: 1, predict: 1, export: 1 });
  if (row?.id !== jobId) throw new Error(`claimed ${row?.id} instead of ${jobId}`);
  let trainerPeak = 0;
  const look = () => {
    trainerPeak = Math.max(trainerPeak, readPeak(process.pid, false));
  };
  const timer = setInterval(look, sampleEveryMs);
  const startedMs = performance.now();
  try {
    await runJob(row, "bench", new AbortController().signal);
  } finally {
    clearInterval(timer);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const job = await getJob(jobId);
  if (job.status !== "finished") throw new Error(job.problem?.message ?? job.status);
  return {
    seconds: Number(seconds.toFixed(1)),
    trainerPeakMb: Math.round(trainerPeak / 1e6),
    workerPeakMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
  };
}

/** Largest memory so far of a process below `pid`, in bytes; 0 where there is no /proc. */
function readPeak(pid: number, isBelow: boolean): number {
  let peak = 0;
  try {
    if (isBelow) {
      const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
      peak = Number(line?.[1] ?? 0) * 1024;
    }
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const children = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8");
      for (const child of children.split(" ").filter(Boolean)) {
        peak = Math.max(peak, readPeak(Number(child), true));
      }
    }
  } catch {
    // It has ended meanwhile.
  }
  return peak;
}
