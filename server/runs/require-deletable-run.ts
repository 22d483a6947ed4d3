import type { RunStatus } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { hasEnded } from "@/lib/run-status";
import type { Queryable } from "../db/client";
import type { RunRow } from "./queries";
import { requireUnusedModel } from "./require-unused-model";

/** @throws AppError `conflict` while it runs or waits, or while its model is in use. */
export async function requireDeletableRun(db: Queryable, run: RunRow): Promise<void> {
  if (!hasEnded(run.status as RunStatus)) {
    const values = { name: run.name, status: run.status };
    throw new AppError("conflict", sentence("server.removals.runUnderWay", values));
  }
  const model = await findModelOfRun(db, run.id);
  if (model) await requireUnusedModel(db, model);
}

export async function findModelOfRun(
  db: Queryable,
  runId: string,
): Promise<{ id: string; name: string; project_id: string; run_id: string } | undefined> {
  return db
    .selectFrom("model")
    .select(["id", "name", "project_id", "run_id"])
    .where("run_id", "=", runId)
    .executeTakeFirst();
}
