import type { Selectable } from "kysely";
import type { ModelReview } from "@/lib/contracts/model-reviews";
import { findPeople } from "../auth/queries";
import type { Queryable } from "../db/client";
import type { ModelReviewTable } from "../db/schema";

/** The last word on each of the models; who was never spoken of is missing. */
export async function findReviews(
  db: Queryable,
  modelIds: readonly string[],
): Promise<Map<string, ModelReview>> {
  if (modelIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("model_review")
    .selectAll()
    .where("model_id", "in", [...modelIds])
    .orderBy("id")
    .execute();
  const reviews = await toReviews(rows);
  return new Map(rows.map((row, index) => [row.model_id, reviews[index] as ModelReview]));
}

export async function toReviews(
  rows: readonly Selectable<ModelReviewTable>[],
): Promise<ModelReview[]> {
  const people = await findPeople(rows.map((row) => row.person_id));
  return rows.map((row) => ({
    status: row.status as ModelReview["status"],
    reason: row.reason,
    person: people.get(row.person_id) ?? null,
    atMs: row.at_ms,
  }));
}

/** The model that a project predicts with. */
export async function findDefaultId(db: Queryable, projectId: string): Promise<string | null> {
  const row = await db
    .selectFrom("default_model")
    .select("model_id")
    .where("project_id", "=", projectId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.model_id ?? null;
}

/** Whether the project ever approved a model, of those that are gone too. */
export async function hasApproved(db: Queryable, projectId: string): Promise<boolean> {
  const row = await db
    .selectFrom("model_review")
    .select("id")
    .where("project_id", "=", projectId)
    .where("status", "=", "approved")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
