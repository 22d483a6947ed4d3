import { inTransaction } from "../db/client";
import { homeFolders } from "../env";
import { publishEvent } from "../live/publish-event";
import { finishRemovals } from "../removals/finish-removals";
import { planRemoval } from "../removals/plan-removal";
import { getRunRow } from "./queries";
import { findModelOfRun, requireDeletableRun } from "./require-deletable-run";

/**
 * Deletes a run with its curves, checkpoints, comments and its model.
 *
 * @throws AppError `not_found`; `conflict` while it runs or waits, or while its model is in use.
 */
export async function deleteRun(runId: string): Promise<void> {
  await inTransaction(async (trx) => {
    const row = await getRunRow(trx, runId);
    await requireDeletableRun(trx, row);
    const model = await findModelOfRun(trx, runId);
    await planRemoval(trx, [homeFolders.run(runId)]);
    await trx.deleteFrom("run").where("id", "=", runId).execute();
    const projectId = row.project_id;
    const topics = [`project:${projectId}`, `run:${runId}`];
    for (const topic of topics) {
      await publishEvent(trx, topic, { type: "run.deleted", projectId, runId });
    }
    if (model) {
      const change = { type: "model.changed" as const, projectId, modelId: model.id };
      await publishEvent(trx, `project:${projectId}`, change);
    }
  });
  await finishRemovals();
}
