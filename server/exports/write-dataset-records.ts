import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { tileIndex } from "@/lib/geo/grid";
import { getDataset, getSpecDataset } from "../datasets/queries";
import { splitLines } from "../datasets/split-lines";
import { splitNames } from "../datasets/split-tiles";
import { getSceneRow } from "../scenes/queries";
import { packRecords, type RecordMeaning, type TileRecord, unknownRecord } from "./record";

/** Writes a record per tile of a dataset, as it was frozen. @throws AppError; the file's error. */
export async function writeDatasetRecords(datasetId: string, file: string): Promise<RecordMeaning> {
  const { scenes, classes, tilesPath } = await getSpecDataset(datasetId);
  const dataset = await getDataset(datasetId);
  const parents = new Map(dataset.classes.map((one) => [one.id, one.parent]));
  const grids: CountedGrid[] = [];
  for (const { sceneId } of scenes) {
    grids.push({ cols: (await getSceneRow(sceneId)).grid_cols, count: 0 });
  }
  await pipeline(
    createReadStream(tilesPath, "utf8"),
    (chunks: AsyncIterable<string>) => toRecords(chunks, grids),
    createWriteStream(file),
  );
  return {
    scenes: scenes.map(({ sceneId, tileSizePx }, place) => ({
      sceneId,
      tileSizePx,
      count: grids[place]?.count ?? 0,
    })),
    classes: classes.map((one) => ({ ...one, parent: parents.get(one.id) ?? null })),
    authors: [],
  };
}

interface CountedGrid {
  cols: number;
  /** Records of the scene. */
  count: number;
}

/** @param chunks Of tiles.csv: sceneIndex,row,col,classIndex,split, scene after scene. */
async function* toRecords(
  chunks: AsyncIterable<string>,
  grids: readonly CountedGrid[],
): AsyncGenerator<Buffer> {
  for await (const lines of splitLines(chunks)) {
    yield packRecords(lines.map((line) => toRecord(line, grids)));
  }
}

function toRecord(line: string, grids: readonly CountedGrid[]): TileRecord {
  const [scene = "", row, col, classIndex, split = ""] = line.split(",");
  const grid = grids[Number(scene)];
  if (!grid) throw new Error(`A dataset lists a tile of scene ${scene}, which it does not have.`);
  grid.count += 1;
  return {
    ...unknownRecord,
    tile: tileIndex({ row: Number(row), col: Number(col) }, grid.cols),
    class: Number(classIndex),
    split: (splitNames as readonly string[]).indexOf(split),
  };
}
