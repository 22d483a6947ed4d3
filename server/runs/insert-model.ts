import { datasetSchema } from "@/lib/contracts/datasets";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import { runResultSchema } from "@/lib/contracts/trainer-events";
import { newId } from "@/lib/new-id";
import type { Queryable } from "../db/client";
import { publishEvent } from "../live/publish-event";

const contentOfDataset = datasetSchema.pick({ classes: true, recipe: true, tileSizePx: true });

/** The model that a finished run leaves behind; a second call changes nothing. */
export async function insertModel(trx: Queryable, runId: string): Promise<void> {
  const run = await trx
    .selectFrom("run")
    .innerJoin("dataset", "dataset.id", "run.dataset_id")
    .selectAll("run")
    .select("dataset.dataset_json")
    .where("run.id", "=", runId)
    .executeTakeFirstOrThrow();
  const { classes, recipe, tileSizePx } = contentOfDataset.parse(JSON.parse(run.dataset_json));
  const config = runConfigSchema.parse(JSON.parse(run.config_json));
  const result = runResultSchema.parse(JSON.parse(run.result_json ?? "null"));
  const scored =
    result.evaluations.find((one) => one.split === "test") ??
    result.evaluations.find((one) => one.split === "val");
  const modelId = newId("model");
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("model")
    .values({
      id: modelId,
      project_id: run.project_id,
      run_id: runId,
      dataset_id: run.dataset_id,
      name: run.name,
      model_json: JSON.stringify({
        method: config.method,
        baseModel: config.baseModel,
        classes: classes.map(({ id, index, name, colour }) => ({ id, index, name, colour })),
        recipe,
        tileSizePx,
        manifest: result.model,
        accuracy: scored?.accuracy ?? null,
        macroF1: scored?.macroF1 ?? null,
        scoredOn: scored?.split === "test" ? "test" : "val",
      }),
      created_by: run.created_by,
      created_at_ms: Date.now(),
    })
    .onConflict((conflict) => conflict.column("run_id").doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return;
  await publishEvent(trx, `project:${run.project_id}`, {
    type: "model.changed",
    projectId: run.project_id,
    modelId,
  });
}
