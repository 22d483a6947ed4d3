import type { z } from "zod";
import { type listRunsInputSchema, type Run, runsPerPage } from "@/lib/contracts/runs";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { getRunRow, toRuns } from "./queries";

/**
 * A page of a project's runs, the newest first.
 *
 * @throws AppError `not_found` for a project, or a run to begin after, that is not there.
 */
export async function listRuns(input: z.input<typeof listRunsInputSchema>): Promise<Run[]> {
  const { projectId, before, limit } = input;
  await getProjectRow(projectId);
  let query = getDb().selectFrom("run").selectAll().where("project_id", "=", projectId);
  if (before !== undefined) {
    const { created_at_ms, id } = await getRunRow(getDb(), before);
    query = query.where((where) =>
      where.or([
        where("created_at_ms", "<", created_at_ms),
        where.and([where("created_at_ms", "=", created_at_ms), where("id", "<", id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("created_at_ms", "desc")
    .orderBy("id", "desc")
    .limit(Number(limit ?? runsPerPage))
    .execute();
  return toRuns(getDb(), rows);
}
