import type { DefaultModel } from "@/lib/contracts/model-reviews";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { getProjectRow } from "../projects/queries";
import { findReviews } from "./find-reviews";

/** Which model a project predicts with, and the one to go back to. @throws AppError `not_found`. */
export async function getDefaultModel(projectId: string): Promise<DefaultModel> {
  await getProjectRow(projectId);
  const history = await getDb()
    .selectFrom("default_model")
    .leftJoin("model", "model.id", "default_model.model_id")
    .select(["default_model.person_id", "default_model.at_ms", "model.id", "model.name"])
    .where("default_model.project_id", "=", projectId)
    .orderBy("default_model.id", "desc")
    .execute();
  const reviews = await findReviews(
    getDb(),
    history.flatMap((one) => one.id ?? []),
  );
  const [newest, ...older] = history;
  const previous = older.find(
    (one) => one.id !== null && one.id !== newest?.id && reviews.get(one.id)?.status === "approved",
  );
  const people = await findPeople([newest?.person_id ?? null]);
  return {
    current: named(newest),
    previous: named(previous),
    person: people.get(newest?.person_id ?? "") ?? null,
    atMs: newest?.at_ms ?? null,
  };
}

function named(
  row: { id: string | null; name: string | null } | undefined,
): { id: string; name: string } | null {
  return row?.id && row.name !== null ? { id: row.id, name: row.name } : null;
}
