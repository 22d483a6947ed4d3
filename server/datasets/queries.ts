import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Selectable } from "kysely";
import { type Dataset, datasetSchema } from "@/lib/contracts/datasets";
import { type SpecDataset, specDatasetSchema } from "@/lib/contracts/run-spec";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findPeople } from "../auth/queries";
import { getDb, type Queryable } from "../db/client";
import type { DatasetTable } from "../db/schema";
import { homeFolders } from "../env";
import { getProjectRow } from "../projects/queries";
import { locateRaster } from "../references/locate-raster";
import { datasetFiles } from "./write-dataset-files";

async function toDatasets(rows: Selectable<DatasetTable>[]): Promise<Dataset[]> {
  const people = await findPeople(rows.map((row) => row.created_by));
  return rows.map((row) =>
    datasetSchema.parse({
      ...JSON.parse(row.dataset_json),
      id: row.id,
      projectId: row.project_id,
      name: row.name,
      version: row.version,
      contentHash: row.content_hash,
      archived: row.archived === 1,
      createdBy: people.get(row.created_by ?? "") ?? null,
      createdAtMs: row.created_at_ms,
    }),
  );
}

export async function findDataset(db: Queryable, datasetId: string): Promise<Dataset | null> {
  const row = await db
    .selectFrom("dataset")
    .selectAll()
    .where("id", "=", datasetId)
    .executeTakeFirst();
  return row ? ((await toDatasets([row]))[0] ?? null) : null;
}

/** @throws AppError `not_found` */
export async function getDataset(datasetId: string): Promise<Dataset> {
  const dataset = await findDataset(getDb(), datasetId);
  if (dataset) return dataset;
  throw new AppError("not_found", sentence("server.datasets.missing", { datasetId }));
}

/** The newest first. @throws AppError `not_found`. */
export async function listDatasets(projectId: string): Promise<Dataset[]> {
  await getProjectRow(projectId);
  const rows = await getDb()
    .selectFrom("dataset")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("version", "desc")
    .execute();
  return toDatasets(rows);
}

/**
 * Reads dataset.json as the trainer is to be given it: with absolute paths of this home folder,
 * wherever it lay when the dataset was frozen.
 *
 * @throws AppError `not_found` when the folder is gone.
 */
export async function getSpecDataset(datasetId: string): Promise<SpecDataset> {
  const folder = homeFolders.dataset(datasetId);
  let text: string;
  try {
    text = await readFile(path.join(folder, datasetFiles.dataset), "utf8");
  } catch (cause) {
    throw new AppError("not_found", sentence("server.datasets.filesGone", { datasetId }), {
      cause,
    });
  }
  const dataset = specDatasetSchema.parse(JSON.parse(text));
  const scenes = dataset.scenes.map(async (scene) => ({
    ...scene,
    rasterPath: await locateRaster(scene.sceneId),
  }));
  return {
    ...dataset,
    tilesPath: path.join(folder, datasetFiles.tiles),
    scenes: await Promise.all(scenes),
  };
}
