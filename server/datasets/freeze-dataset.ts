import { rm } from "node:fs/promises";
import { sql } from "kysely";
import type { Dataset, DatasetPlan } from "@/lib/contracts/datasets";
import { datasetWarningPath } from "@/lib/dataset-warning-path";
import { AppError } from "@/lib/errors";
import { asValue, sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import { inTransaction } from "../db/client";
import { homeFolders } from "../env";
import { publishEvent } from "../live/publish-event";
import { type Draft, draftDataset } from "./preview-dataset";
import { getDataset } from "./queries";
import { writeDatasetFiles } from "./write-dataset-files";

/**
 * Makes a dataset that never changes: files first, then the row that makes them count.
 *
 * @throws AppError `invalid_input` with the first thing that stands in the way.
 */
export async function freezeDataset(plan: DatasetPlan, me: { id: string }): Promise<Dataset> {
  const draft = await draftDataset(plan);
  const blocking = draft.preview.warnings.filter((one) => one.severity === "blocking");
  const [first] = blocking;
  if (first) {
    const reason = asValue(first);
    const more = blocking.length - 1;
    throw new AppError("invalid_input", sentence("server.datasets.blocked", { reason, more })).at(
      datasetWarningPath(first),
    );
  }
  const datasetId = newId("dataset");
  const { contentHash } = await writeDatasetFiles(datasetId, draft);
  try {
    await insertDataset(datasetId, plan, draft, contentHash, me.id);
  } catch (thrown) {
    await rm(homeFolders.dataset(datasetId), { recursive: true, force: true });
    throw thrown;
  }
  return getDataset(datasetId);
}

async function insertDataset(
  datasetId: string,
  plan: DatasetPlan,
  { collection, preview }: Draft,
  contentHash: string,
  authorId: string,
): Promise<void> {
  await inTransaction(async (trx) => {
    await trx
      .insertInto("dataset")
      .values({
        id: datasetId,
        project_id: plan.projectId,
        name: plan.name,
        version: sql<number>`(select coalesce(max(version), 0) + 1 from dataset where project_id = ${plan.projectId})`,
        dataset_json: JSON.stringify({
          classes: preview.classes,
          sceneIds: collection.scenes.map((scene) => scene.id),
          sceneNames: collection.scenes.map((scene) => scene.name),
          tileSizePx: collection.scenes[0]?.tileSizePx,
          recipe: preview.recipe,
          split: plan.split,
          tileCount: preview.tileCount,
          counts: preview.counts,
        }),
        content_hash: contentHash,
        created_by: authorId,
        created_at_ms: Date.now(),
      })
      .execute();
    await publishEvent(trx, `project:${plan.projectId}`, {
      type: "dataset.changed",
      projectId: plan.projectId,
      datasetId,
    });
  });
}
