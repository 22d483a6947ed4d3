import type { RunStatus } from "./contracts/runs";

/**
 * The states of a run. Every write of a status goes through server/runs/move-run.ts, which refuses
 * what is not listed here.
 *
 *   queued ──> starting ──> running ──> finished
 *     │           │           ├──> stopping ──> stopped | finished
 *     └─> stopped └───────────┴──> failed | lost
 *   stopped | failed | lost ──> queued   (resume, from the last checkpoint)
 *
 * queued: waits for a free place. starting: the trainer is being started. running: it has said so.
 * stopping: asked to finish its step and save. finished: the model is there. stopped: ended on
 * request. failed: ended by itself, and said why. lost: the process vanished without a word.
 */
const moves: Record<RunStatus, readonly RunStatus[]> = {
  queued: ["starting", "stopped", "failed"],
  starting: ["running", "stopping", "finished", "stopped", "failed", "lost", "queued"],
  running: ["stopping", "finished", "stopped", "failed", "lost"],
  stopping: ["stopped", "finished", "failed", "lost"],
  finished: [],
  stopped: ["queued"],
  failed: ["queued"],
  lost: ["queued"],
};

export function canMove(from: RunStatus, to: RunStatus): boolean {
  return moves[from].includes(to);
}

/** A trainer process may exist. */
export function isActive(status: RunStatus): boolean {
  return status === "starting" || status === "running" || status === "stopping";
}

export function hasEnded(status: RunStatus): boolean {
  return status === "finished" || status === "stopped" || status === "failed" || status === "lost";
}

export function canStop(status: RunStatus): boolean {
  return status === "queued" || status === "starting" || status === "running";
}

export function canResume(status: RunStatus): boolean {
  return canMove(status, "queued") && hasEnded(status);
}
