import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { SpecDataset } from "@/lib/contracts/run-spec";
import { specDatasetSchema } from "@/lib/contracts/run-spec";
import { tileOfIndex } from "@/lib/geo/grid";
import { homeFolders } from "../env";
import { listTableLines } from "./list-table-lines";
import type { Draft } from "./preview-dataset";
import { splitNames } from "./split-tiles";
import { unused } from "./tile-table";

export const datasetFiles = {
  /** SpecDataset; `tilesPath` is relative to it. */
  dataset: "dataset.json",
  /** For the trainer: sceneIndex,row,col,classIndex,split. */
  tiles: "tiles.csv",
  /** For people: names instead of numbers, and who labelled the tile. */
  table: "table.csv",
  /** split/class/tile.tif; made when somebody asks for it. */
  archive: "images.zip",
} as const;

/**
 * Writes a dataset's folder as a whole or not at all.
 *
 * @returns What dataset.json says.
 */
export async function writeDatasetFiles(datasetId: string, draft: Draft): Promise<SpecDataset> {
  const tilesCsv = makeTilesCsv(draft);
  const dataset = describeDataset(datasetId, draft, tilesCsv);
  const folder = homeFolders.dataset(datasetId);
  const staging = `${folder}.partial`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  try {
    await writeDurably(path.join(staging, datasetFiles.tiles), [tilesCsv]);
    await writeDurably(path.join(staging, datasetFiles.table), listTableLines(draft));
    const json = `${JSON.stringify(dataset, null, 2)}\n`;
    await writeDurably(path.join(staging, datasetFiles.dataset), [json]);
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return dataset;
}

function describeDataset(datasetId: string, draft: Draft, tilesCsv: string): SpecDataset {
  const { collection, preview } = draft;
  const classes = preview.classes.map(({ id, index, name, colour }) => ({
    id,
    index,
    name,
    colour,
  }));
  const scenes = collection.scenes.map((scene) => ({
    sceneId: scene.id,
    name: scene.name,
    rasterPath: path.join(homeFolders.scene(scene.id), "scene.tif"),
    tileSizePx: scene.tileSizePx,
    sha256: scene.facts.sha256,
  }));
  const hash = createHash("sha256");
  hash.update(JSON.stringify(classes));
  hash.update(JSON.stringify(scenes.map(({ sha256, tileSizePx }) => [sha256, tileSizePx])));
  hash.update(JSON.stringify(preview.recipe));
  hash.update(tilesCsv);
  return specDatasetSchema.parse({
    datasetId,
    contentHash: hash.digest("hex"),
    classes,
    scenes,
    recipe: preview.recipe,
    tilesPath: datasetFiles.tiles,
    tileCount: preview.tileCount,
    splits: splitNames.filter((name) => preview.counts[name] > 0),
  });
}

function makeTilesCsv({ collection: { scenes, tiles }, parts }: Draft): string {
  const lines = ["sceneIndex,row,col,classIndex,split"];
  for (let tile = 0; tile < tiles.count; tile += 1) {
    const part = parts[tile] as number;
    if (part === unused) continue;
    const scene = tiles.scene[tile] as number;
    const { row, col } = tileOfIndex(tiles.cell[tile] as number, scenes[scene]?.gridCols ?? 1);
    lines.push(`${scene},${row},${col},${tiles.classIndex[tile]},${splitNames[part]}`);
  }
  return `${lines.join("\n")}\n`;
}

async function writeDurably(
  file: string,
  parts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const handle: FileHandle = await open(file, "w");
  try {
    for await (const part of parts) await handle.writeFile(part, "utf8");
    await handle.sync();
  } finally {
    await handle.close();
  }
}
