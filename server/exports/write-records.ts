import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ExportSource } from "@/lib/contracts/exports";
import { getDb } from "../db/client";
import { readPlanes } from "../predictions/prediction-folder";
import { getPrediction } from "../predictions/queries";
import { listClasses } from "../projects/queries";
import { getSceneRow } from "../scenes/queries";
import {
  packRecords,
  type RecordMeaning,
  recordsPerPart,
  type TileRecord,
  unknownRecord,
} from "./record";
import { writeDatasetRecords } from "./write-dataset-records";

/** Writes a record per tile, in the order of the tiles. @throws The error of the file. */
export function writeRecords(source: ExportSource, file: string): Promise<RecordMeaning> {
  if (source.what === "dataset") return writeDatasetRecords(source.datasetId, file);
  if (source.what === "prediction") return writePrediction(source.predictionId, file);
  return writeLabels(source.sceneId, file);
}

async function writeLabels(sceneId: string, file: string): Promise<RecordMeaning> {
  const classes = await listClassesOf((await getSceneRow(sceneId)).project_id);
  const people = new Map<string, number>();
  const authors: string[] = [];
  const placeOfClass = new Map(classes.map(({ id }, place) => [id, place]));
  let count = 0;
  await pipeline(async function* () {
    for (let after = -1; ; ) {
      const rows = await readLabels(sceneId, after);
      const last = rows.at(-1);
      if (!last) return;
      after = last.tile_index;
      count += rows.length;
      yield packRecords(
        rows.map((row) => {
          let author = people.get(row.author_id);
          if (author === undefined) {
            author = authors.push(row.author ?? row.author_id) - 1;
            people.set(row.author_id, author);
          }
          const place = placeOfClass.get(row.class_id) ?? 0;
          return { ...unknownRecord, tile: row.tile_index, class: place, author, atMs: row.at_ms };
        }),
      );
    }
  }, createWriteStream(file));
  return { scenes: [await describeScene(sceneId, count)], classes, authors };
}

async function writePrediction(predictionId: string, file: string): Promise<RecordMeaning> {
  const { classes, sceneId, projectId } = await getPrediction(predictionId);
  const parents = new Map((await listClassesOf(projectId)).map((one) => [one.id, one.parent]));
  const planes = await readPlanes(predictionId);
  const placeOfByte = new Map(classes.map(({ index }, place) => [index + 1, place]));
  let count = 0;
  await pipeline(async function* () {
    for (let start = 0; start < planes.classes.length; start += recordsPerPart) {
      const end = Math.min(start + recordsPerPart, planes.classes.length);
      const records: TileRecord[] = [];
      for (let tile = start; tile < end; tile += 1) {
        const place = placeOfByte.get(planes.classes[tile] as number);
        if (place === undefined) continue;
        const confidence = (planes.confidence[tile] as number) / 255;
        records.push({ ...unknownRecord, tile, class: place, confidence });
      }
      count += records.length;
      yield packRecords(records);
    }
  }, createWriteStream(file));
  return {
    scenes: [await describeScene(sceneId, count)],
    classes: classes.map((one) => ({ ...one, parent: parents.get(one.id) ?? null })),
    authors: [],
  };
}

async function describeScene(sceneId: string, count: number) {
  return { sceneId, tileSizePx: (await getSceneRow(sceneId)).tile_size_px, count };
}

/** All classes of a project, archived ones too: labels may still have them. */
async function listClassesOf(projectId: string) {
  const classes = await listClasses(projectId);
  const nameOf = new Map(classes.map((one) => [one.id, one.name]));
  return classes
    .toSorted((one, other) => one.index - other.index)
    .map(({ id, index, name, colour, parentId }) => ({
      ...{ id, index, name, colour },
      parent: nameOf.get(parentId ?? "") ?? null,
    }));
}

function readLabels(sceneId: string, afterTile: number) {
  return getDb()
    .selectFrom("label")
    .leftJoin("user", "user.id", "label.author_id")
    .select(["tile_index", "class_id", "author_id", "user.name as author", "at_ms"])
    .where("label.scene_id", "=", sceneId)
    .where("tile_index", ">", afterTile)
    .orderBy("tile_index")
    .limit(recordsPerPart)
    .execute();
}
