import type { Me } from "@/lib/contracts/auth";
import type { OfferRule } from "@/lib/contracts/model-reviews";
import type { Model } from "@/lib/contracts/models";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, type Queryable } from "../db/client";
import { hasApproved } from "./find-reviews";
import { listModels } from "./queries";

type Asking = Pick<Me, "permissions">;

/**
 * The models that somebody may predict scenes with, the project's default first.
 *
 * @throws AppError `not_found`.
 */
export async function listOfferedModels(
  projectId: string,
  me: Asking,
): Promise<{ models: Model[]; rule: OfferRule }> {
  const all = (await listModels(projectId)).filter((model) => !model.archived);
  const rule = await findOfferRule(getDb(), projectId, me);
  const models = all.filter((model) => isOffered(model, rule));
  const rank = (model: Model) =>
    model.isDefault ? 0 : model.review?.status === "approved" ? 1 : 2;
  return { rule, models: models.sort((first, second) => rank(first) - rank(second)) };
}

/** @throws AppError `forbidden` where only approved models are offered and this is none. */
export async function requireOffered(model: Model, me: Asking): Promise<void> {
  if (isOffered(model, await findOfferRule(getDb(), model.projectId, me))) return;
  const { name } = model;
  throw new AppError("forbidden", sentence("server.models.notApproved", { name }));
}

/** Who may approve models may use them all; a project that never approved any asks for nothing. */
async function findOfferRule(db: Queryable, projectId: string, me: Asking): Promise<OfferRule> {
  if (!(await hasApproved(db, projectId))) return "never-approved";
  return me.permissions.includes("model.write") ? "reviewer" : "approved-only";
}

function isOffered(model: Model, rule: OfferRule): boolean {
  return rule !== "approved-only" || model.review?.status === "approved";
}
