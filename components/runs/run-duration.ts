import type { Run } from "@/lib/contracts/runs";

/** Time at work, of all attempts; what passed while it was stopped or waiting does not count. */
export function runDurationMs(
  run: Pick<Run, "startedAtMs" | "workedMs" | "attemptStartedAtMs">,
  nowMs: number,
): number | null {
  if (run.startedAtMs === null) return null;
  const present = run.attemptStartedAtMs === null ? 0 : nowMs - run.attemptStartedAtMs;
  return run.workedMs + Math.max(0, present);
}
