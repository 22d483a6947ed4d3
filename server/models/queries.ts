import path from "node:path";
import type { Selectable } from "kysely";
import { type Model, modelSchema } from "@/lib/contracts/models";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { ModelTable } from "../db/schema";
import { getProjectRow } from "../projects/queries";
import { runFiles } from "../runs/run-folder";
import { findDefaultId, findReviews } from "./find-reviews";

async function toModels(rows: readonly Selectable<ModelTable>[]): Promise<Model[]> {
  const people = await findPeople(rows.map((row) => row.created_by));
  const reviews = await findReviews(
    getDb(),
    rows.map((row) => row.id),
  );
  const defaults = new Map<string, string | null>();
  for (const { project_id } of rows) {
    if (!defaults.has(project_id))
      defaults.set(project_id, await findDefaultId(getDb(), project_id));
  }
  return rows.map((row) =>
    modelSchema.parse({
      ...JSON.parse(row.model_json),
      id: row.id,
      projectId: row.project_id,
      runId: row.run_id,
      datasetId: row.dataset_id,
      name: row.name,
      archived: row.archived === 1,
      review: reviews.get(row.id) ?? null,
      isDefault: defaults.get(row.project_id) === row.id,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
    }),
  );
}

/** @throws AppError `not_found` */
export async function getModelRow(db: Queryable, modelId: string): Promise<Selectable<ModelTable>> {
  const row = await db.selectFrom("model").selectAll().where("id", "=", modelId).executeTakeFirst();
  if (row) return row;
  throw new AppError("not_found", sentence("server.models.missing", { modelId }));
}

/** @throws AppError `not_found` */
export async function getModel(modelId: string): Promise<Model> {
  const [model] = await toModels([await getModelRow(getDb(), modelId)]);
  return model as Model;
}

/** The newest first. @throws AppError `not_found`. */
export async function listModels(projectId: string): Promise<Model[]> {
  await getProjectRow(projectId);
  const rows = await getDb()
    .selectFrom("model")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("created_at_ms", "desc")
    .orderBy("id", "desc")
    .execute();
  return toModels(rows);
}

/** The model's ONNX file. @throws AppError `unsupported` for a model that has none. */
export function getOnnxFile(model: Model): string {
  const { onnxPath, onnxProblem } = model.manifest;
  if (onnxPath !== null) return path.join(runFiles.model(model.runId), onnxPath);
  throw new AppError(
    "unsupported",
    sentence("server.models.noOnnx", { name: model.name, reason: onnxProblem ?? "none" }),
  );
}
