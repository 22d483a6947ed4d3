import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { rasterFactsSchema } from "@/lib/contracts/scenes";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { writeGridRasters } from "../grid-rasters/write-grid-rasters";
import { getSceneRow } from "../scenes/queries";
import { getLabelPlane } from "./get-label-plane";

/**
 * The labels of a scene as a GeoTIFF with one pixel per tile. It is made when it is asked for and
 * kept until the labels change, or the names and colours of the classes, which it holds too.
 *
 * @returns Where it lies. @throws AppError `not_found`.
 */
export async function findLabelRaster(sceneId: string): Promise<string> {
  const scene = await getSceneRow(sceneId);
  const { plane, revision } = await getLabelPlane(sceneId);
  const classes = await listClasses(scene.project_id);
  const look = createHash("sha256").update(JSON.stringify(classes)).digest("hex").slice(0, 12);
  const folder = homeFolders.labelRasters(sceneId);
  const raster = path.join(folder, `labels-${revision}-${look}.tif`);
  if (existsSync(raster)) return raster;
  await mkdir(folder, { recursive: true });
  const workFolder = await mkdtemp(path.join(folder, "work-"));
  try {
    const planeFile = path.join(workFolder, "labels.u8");
    const output = path.join(workFolder, "labels.tif");
    await writeFile(planeFile, Buffer.from(plane, "base64"));
    await writeGridRasters(
      {
        gridRows: scene.grid_rows,
        gridCols: scene.grid_cols,
        tileSizePx: scene.tile_size_px,
        facts: rasterFactsSchema.parse(JSON.parse(scene.facts_json)),
        classes,
      },
      { classes: planeFile, output },
    );
    await rename(output, raster);
    await removeOthers(folder, path.basename(raster), revision);
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

/** Removes what this raster replaces; one of newer labels, made meanwhile, stays. */
async function removeOthers(folder: string, kept: string, revision: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const other = name === kept ? null : /^labels-(\d+)(-\w+)?\.tif$/.exec(name);
    if (other && Number(other[1]) <= revision) await rm(path.join(folder, name), { force: true });
  }
}
