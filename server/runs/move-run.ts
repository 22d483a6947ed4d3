import type { Updateable } from "kysely";
import type { RunStatus } from "@/lib/contracts/runs";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { canMove } from "@/lib/run-status";
import type { Queryable } from "../db/client";
import type { RunTable } from "../db/schema";
import { getRunRow } from "./queries";

/**
 * The one place that moves a run from one state to another; lib/run-status.ts says which moves there
 * are. Call it inside a transaction, so that nobody moves the run in between.
 *
 * @param change What else changes with the state.
 * @throws AppError `not_found`; `conflict` for a move that there is not, which changes nothing.
 */
export async function moveRun(
  trx: Queryable,
  runId: string,
  to: RunStatus,
  change: Omit<Updateable<RunTable>, "status"> = {},
): Promise<void> {
  const row = await getRunRow(trx, runId);
  const from = row.status as RunStatus;
  if (!canMove(from, to)) {
    throw new AppError(
      "conflict",
      sentence("server.runs.noSuchMove", { name: row.name, from, to }),
    );
  }
  await trx
    .updateTable("run")
    .set({ ...change, status: to })
    .where("id", "=", runId)
    .execute();
}
