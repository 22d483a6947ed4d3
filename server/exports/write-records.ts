import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ExportSource } from "@/lib/contracts/exports";
import { getDb } from "../db/client";
import { readPlanes } from "../predictions/prediction-folder";
import { getPrediction } from "../predictions/queries";

/** What the numbers of the records mean: places in these lists. */
export interface RecordMeaning {
  classes: { index: number; name: string; colour: string }[];
  authors: string[];
}

/** As `RECORD` in the trainer: int32 tile, int16 class, int16 author, float32, float64. */
const recordBytes = 20;
/** Read and written at once: a million labels neither stand in memory nor hold up everybody else. */
const recordsPerPart = 10_000;

/** Writes a record per tile, in the order of the tiles. @throws The error of the file. */
export async function writeRecords(source: ExportSource, file: string): Promise<RecordMeaning> {
  if (source.what === "prediction") return writePrediction(source.predictionId, file);
  const classes = await listClasses(source.sceneId);
  const people = new Map<string, number>();
  const authors: string[] = [];
  const placeOfClass = new Map(classes.map(({ id }, place) => [id, place]));
  await pipeline(async function* () {
    for (let after = -1; ; ) {
      const rows = await readLabels(source.sceneId, after);
      const last = rows.at(-1);
      if (!last) return;
      after = last.tile_index;
      const part = Buffer.alloc(rows.length * recordBytes);
      rows.forEach((row, number) => {
        let author = people.get(row.author_id);
        if (author === undefined) {
          author = authors.push(row.author ?? row.author_id) - 1;
          people.set(row.author_id, author);
        }
        writeRecord(part, number, {
          tile: row.tile_index,
          class: placeOfClass.get(row.class_id) ?? 0,
          author,
          confidence: Number.NaN,
          atMs: row.at_ms,
        });
      });
      yield part;
    }
  }, createWriteStream(file));
  return { classes, authors };
}

function writeRecord(
  part: Buffer,
  number: number,
  record: { tile: number; class: number; author: number; confidence: number; atMs: number },
): void {
  const at = number * recordBytes;
  part.writeInt32LE(record.tile, at);
  part.writeInt16LE(record.class, at + 4);
  part.writeInt16LE(record.author, at + 6);
  part.writeFloatLE(record.confidence, at + 8);
  part.writeDoubleLE(record.atMs, at + 12);
}

async function writePrediction(predictionId: string, file: string): Promise<RecordMeaning> {
  const { classes } = await getPrediction(predictionId);
  const planes = await readPlanes(predictionId);
  const placeOfByte = new Map(classes.map(({ index }, place) => [index + 1, place]));
  await pipeline(async function* () {
    for (let start = 0; start < planes.classes.length; start += recordsPerPart) {
      const end = Math.min(start + recordsPerPart, planes.classes.length);
      const part = Buffer.alloc((end - start) * recordBytes);
      let count = 0;
      for (let tile = start; tile < end; tile += 1) {
        const place = placeOfByte.get(planes.classes[tile] as number);
        if (place === undefined) continue;
        const confidence = (planes.confidence[tile] as number) / 255;
        writeRecord(part, count, { tile, class: place, author: -1, confidence, atMs: Number.NaN });
        count += 1;
      }
      yield part.subarray(0, count * recordBytes);
    }
  }, createWriteStream(file));
  return { classes, authors: [] };
}

/** All classes of the scene's project, archived ones too: labels may still have them. */
function listClasses(sceneId: string) {
  return getDb()
    .selectFrom("class")
    .innerJoin("scene", "scene.project_id", "class.project_id")
    .select(["class.id", "class_index as index", "class.name", "colour"])
    .where("scene.id", "=", sceneId)
    .orderBy("class_index")
    .execute();
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
