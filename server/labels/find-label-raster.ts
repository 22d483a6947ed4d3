import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { getDb } from "../db/client";
import { getEnv } from "../env";
import { writeGridRasters } from "../grid-rasters/write-grid-rasters";
import { getSceneRow } from "../scenes/queries";
import { getLabelPlane } from "./get-label-plane";

/**
 * The labels of a scene as a GeoTIFF with one pixel per tile. It is made when it is asked for and
 * kept until the labels change.
 *
 * @returns Where it lies. @throws AppError `not_found`.
 */
export async function findLabelRaster(sceneId: string): Promise<string> {
  const scene = await getSceneRow(sceneId);
  const { plane, revision } = await getLabelPlane(sceneId);
  const folder = path.join(getEnv().home, "label-rasters", sceneId);
  const raster = path.join(folder, `labels-${revision}.tif`);
  if (existsSync(raster)) return raster;
  await mkdir(folder, { recursive: true });
  const workFolder = await mkdtemp(path.join(folder, "work-"));
  try {
    const classes = path.join(workFolder, "labels.u8");
    const output = path.join(workFolder, "labels.tif");
    await writeFile(classes, Buffer.from(plane, "base64"));
    await writeGridRasters(
      {
        gridRows: scene.grid_rows,
        gridCols: scene.grid_cols,
        tileSizePx: scene.tile_size_px,
        facts: rasterFactsSchema.parse(JSON.parse(scene.facts_json)),
        classes: await listClasses(scene.project_id),
      },
      { classes, output },
    );
    await removeOlder(folder, revision);
    await rename(output, raster);
    return raster;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function listClasses(projectId: string) {
  return getDb()
    .selectFrom("class")
    .select(["class_index as index", "name", "colour"])
    .where("project_id", "=", projectId)
    .orderBy("class_index")
    .execute();
}

async function removeOlder(folder: string, revision: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const older = /^labels-(\d+)\.tif$/.exec(name);
    if (older && Number(older[1]) < revision) await rm(path.join(folder, name), { force: true });
  }
}
