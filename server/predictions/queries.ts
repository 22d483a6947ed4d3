import type { Selectable } from "kysely";
import { type Prediction, predictionSchema } from "@/lib/contracts/predictions";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { PredictionTable } from "../db/schema";
import { publishEvent } from "../live/publish-event";
import { getProjectRow } from "../projects/queries";

export type PredictionResult = Pick<
  Prediction,
  "classes" | "tileCount" | "meanConfidence" | "agreement" | "durationMs" | "tilesPerSecond"
>;

const noResult: PredictionResult = {
  classes: [],
  tileCount: 0,
  meanConfidence: null,
  agreement: null,
  durationMs: null,
  tilesPerSecond: null,
};

type Row = Selectable<PredictionTable> & { scene_name: string; model_name: string };

function selectPredictions(db: Queryable) {
  return db
    .selectFrom("prediction")
    .innerJoin("scene", "scene.id", "prediction.scene_id")
    .innerJoin("model", "model.id", "prediction.model_id")
    .selectAll("prediction")
    .select(["scene.name as scene_name", "model.name as model_name"]);
}

async function toPredictions(rows: readonly Row[]): Promise<Prediction[]> {
  const people = await findPeople(rows.map((row) => row.created_by));
  return rows.map((row) =>
    predictionSchema.parse({
      ...(row.result_json ? JSON.parse(row.result_json) : noResult),
      id: row.id,
      projectId: row.project_id,
      sceneId: row.scene_id,
      sceneName: row.scene_name,
      modelId: row.model_id,
      modelName: row.model_name,
      status: row.status,
      jobId: row.job_id,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
    }),
  );
}

export async function findPrediction(
  db: Queryable,
  predictionId: string,
): Promise<Prediction | null> {
  const row = await selectPredictions(db)
    .where("prediction.id", "=", predictionId)
    .executeTakeFirst();
  return row ? ((await toPredictions([row]))[0] ?? null) : null;
}

/** @throws AppError `not_found` */
export async function getPrediction(predictionId: string): Promise<Prediction> {
  const prediction = await findPrediction(getDb(), predictionId);
  if (prediction) return prediction;
  throw new AppError("not_found", sentence("server.predictions.missing", { predictionId }));
}

/** The newest first. @throws AppError `not_found`. */
export async function listPredictions(filter: {
  projectId: string;
  sceneId?: string;
}): Promise<Prediction[]> {
  await getProjectRow(filter.projectId);
  let query = selectPredictions(getDb()).where("prediction.project_id", "=", filter.projectId);
  if (filter.sceneId) query = query.where("prediction.scene_id", "=", filter.sceneId);
  return toPredictions(await query.orderBy("prediction.created_at_ms", "desc").execute());
}

/** Tells everybody who listens; call it in the transaction that changed the prediction. */
export async function publishPrediction(db: Queryable, predictionId: string): Promise<void> {
  const prediction = await findPrediction(db, predictionId);
  if (!prediction) return;
  const event = { type: "prediction.changed" as const, prediction };
  await publishEvent(db, `project:${prediction.projectId}`, event);
  await publishEvent(db, `scene:${prediction.sceneId}`, event);
}
