import type { Problem } from "@/lib/contracts/common";
import type { RunStatus } from "@/lib/contracts/runs";
import { inEnglish, sentence } from "@/lib/i18n/sentence";
import { hasEnded } from "@/lib/run-status";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { toProblem } from "./apply-trainer-event";
import { insertModel } from "./insert-model";
import { moveRun } from "./move-run";
import { getRunRow, publishRun, type RunRow } from "./queries";
import {
  type Exit,
  findExit,
  findLastSignMs,
  findStopRequestMs,
  hasCheckpoint,
  readLastLogLines,
} from "./run-folder";

interface Ending {
  status: Extract<RunStatus, "finished" | "stopped" | "failed" | "lost">;
  problem: Problem | null;
}

/**
 * Puts a run whose process has ended, and whose events have all been read, into its final state.
 *
 * @returns How it ended; does nothing to a run that was settled before.
 */
export async function settleRun(runId: string): Promise<Ending> {
  const row = await getRunRow(getDb(), runId);
  const ending = await judge(row);
  return inTransaction(async (trx) => {
    const present = await getRunRow(trx, runId);
    if (hasEnded(present.status as RunStatus)) {
      return {
        status: present.status as Ending["status"],
        problem: present.problem_json ? JSON.parse(present.problem_json) : null,
      };
    }
    await endRun(trx, runId, ending);
    if (ending.status === "finished") await insertModel(trx, runId);
    await publishRun(trx, runId);
    return ending;
  });
}

/** Writes a final state. */
export async function endRun(trx: Queryable, runId: string, ending: Ending): Promise<void> {
  const resumable = ending.status !== "finished" && hasCheckpoint(runId);
  const { worked_ms, attempt_started_at_ms } = await getRunRow(trx, runId);
  const lastSignMs = findLastSignMs(runId) ?? Date.now();
  const spentMs = attempt_started_at_ms === null ? 0 : lastSignMs - attempt_started_at_ms;
  await moveRun(trx, runId, ending.status, {
    problem_json: ending.problem ? JSON.stringify(ending.problem) : null,
    process_json: null,
    resumable: resumable ? 1 : 0,
    ended_at_ms: Date.now(),
    worked_ms: worked_ms + Math.max(0, Math.round(spentMs)),
    attempt_started_at_ms: null,
  });
}

async function judge(row: RunRow): Promise<Ending> {
  const exit = await findExit(row.id, row.attempt);
  if (exit?.outcome === "finished" || row.result_json !== null) return judgeFinished(row, exit);
  if (exit?.outcome === "failed") return { status: "failed", problem: explainFailure(row, exit) };
  if (exit?.outcome === "canceled") return { status: "stopped", problem: null };
  // No last word from here on. What somebody asked for is no accident.
  if (row.problem_json !== null) return { status: "failed", problem: JSON.parse(row.problem_json) };
  if ((await findStopRequestMs(row.id)) !== null) return { status: "stopped", problem: null };
  return { status: "lost", problem: await explainLoss(row) };
}

function judgeFinished(row: RunRow, exit: Exit | null): Ending {
  if (row.result_json !== null && (exit === null || exit.outcome === "finished")) {
    return { status: "finished", problem: null };
  }
  return {
    status: "failed",
    problem: {
      code: "trainer_failed",
      ...inEnglish(sentence("server.runs.resultUnreadable")),
    },
  };
}

function explainFailure(row: RunRow, exit: Exit): Problem {
  if (row.problem_json !== null) return JSON.parse(row.problem_json) as Problem;
  const code = exit.code ?? "trainer_failed";
  if (!exit.message) return { code, ...inEnglish(sentence("server.runs.failedSilently")) };
  return toProblem({ ...exit, code, message: exit.message, hint: exit.hint ?? null });
}

async function explainLoss(row: RunRow): Promise<Problem> {
  const progress = JSON.parse(row.progress_json) as { step: number };
  const lines = await readLastLogLines(row.id, 3);
  const vanished = sentence("server.runs.vanished", {
    step: progress.step,
    log: lines.length > 0 ? lines.join(" / ") : "none",
    checkpoint: hasCheckpoint(row.id) ? "yes" : "no",
  });
  return { code: "trainer_failed", ...inEnglish(vanished) };
}
