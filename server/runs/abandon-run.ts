import type { Problem } from "@/lib/contracts/common";
import type { RunStatus } from "@/lib/contracts/runs";
import { hasEnded } from "@/lib/run-status";
import { inTransaction } from "../db/client";
import { findProcess, findRunRow, publishRun } from "./queries";
import { endRun } from "./settle-run";
import { signalTrainer } from "./trainer-process";

/**
 * Ends a run whose job has ended without settling it: canceled while it waited, or given up on.
 * A trainer that nobody follows any more is ended too.
 */
export async function abandonRun(
  runId: string,
  outcome: "failed" | "canceled",
  problem: Problem | null,
): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await findRunRow(trx, runId);
    if (!row || hasEnded(row.status as RunStatus)) return;
    const trainer = findProcess(row);
    if (trainer) signalTrainer(trainer, "SIGKILL", "group");
    await endRun(trx, runId, {
      status: outcome === "canceled" ? "stopped" : "failed",
      problem: outcome === "canceled" ? null : problem,
    });
    await publishRun(trx, runId);
  });
}
