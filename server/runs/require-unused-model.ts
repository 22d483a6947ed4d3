import { realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";
import { homeFolders } from "../env";

/**
 * @throws AppError `conflict` naming what needs the model: its predictions, its approval, or a run
 *   that starts from it.
 */
export async function requireUnusedModel(
  db: Queryable,
  model: { id: string; name: string; project_id: string; run_id: string },
): Promise<void> {
  await requireNoPredictions(db, model);
  await requireNotApproved(db, model);
  await requireNoFollower(db, model);
}

async function requireNoPredictions(
  db: Queryable,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const predictions = await db
    .selectFrom("prediction")
    .innerJoin("scene", "scene.id", "prediction.scene_id")
    .select("scene.name as scene")
    .where("model_id", "=", id)
    .orderBy("prediction.created_at_ms", "desc")
    .execute();
  const [newest] = predictions;
  if (!newest) return;
  const values = { name, scene: newest.scene, more: predictions.length - 1 };
  throw new AppError("conflict", sentence("server.removals.modelPredicted", values));
}

async function requireNotApproved(
  db: Queryable,
  model: { id: string; name: string; project_id: string },
): Promise<void> {
  const review = await db
    .selectFrom("model_review")
    .select("status")
    .where("project_id", "=", model.project_id)
    .where("model_id", "=", model.id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (review?.status !== "approved") return;
  const { name } = model;
  throw new AppError("conflict", sentence("server.removals.modelApproved", { name }));
}

/** Runs may start from a folder with a base model, which may be that of a run here. */
async function requireNoFollower(
  db: Queryable,
  { name, run_id }: { name: string; run_id: string },
): Promise<void> {
  const folder = homeFolders.run(run_id);
  const real = await realpath(folder).catch(() => folder);
  const inside = (place: string, root: string) =>
    place === root || place.startsWith(root + path.sep);
  const runs = await db
    .selectFrom("run")
    .select(["name", "config_json"])
    .where("id", "!=", run_id)
    .where("config_json", "like", '%"folder:%')
    .execute();
  for (const run of runs) {
    const { baseModel } = JSON.parse(run.config_json) as { baseModel: string };
    const base = path.resolve(baseModel.replace(/^folder:/, ""));
    const realBase = await realpath(base).catch(() => base);
    if (!inside(base, folder) && !inside(realBase, real)) continue;
    const values = { name, run: run.name };
    throw new AppError("conflict", sentence("server.removals.modelIsBase", values));
  }
}
