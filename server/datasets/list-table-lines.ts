import { tileOfIndex } from "@/lib/geo/grid";
import { toSheetLine } from "../csv";
import { getDb } from "../db/client";
import type { Draft } from "./preview-dataset";
import { splitNames } from "./split-tiles";
import { unused } from "./tile-table";

/** Read and written at once: a million labels neither stand in memory nor hold up everybody else. */
const rowsPerPart = 5000;

/**
 * table.csv of a dataset, part by part: each tile with the names of its scene, class and author. Who
 * labelled it, and when, is read now; of a tile that was cleared since the draft it is left open.
 */
export async function* listTableLines(draft: Draft): AsyncGenerator<string> {
  const { tiles, classes } = draft.collection;
  const isUnited = classes.some((one) => one.united.length > 0);
  // Datasets that unite classes name both: the class that counts, and the label that was given.
  yield `sceneId,scene,row,col,class,split,author,labelledAt${isUnited ? ",label" : ""}\n`;
  for (let first = 0; first < tiles.count; ) {
    const scene = tiles.scene[first] as number;
    let end = first;
    while (end < tiles.count && end < first + rowsPerPart && tiles.scene[end] === scene) end += 1;
    yield await writeLines(draft, first, end, isUnited);
    first = end;
  }
}

/** Tiles of one scene, from `first` to before `end`. */
async function writeLines(
  { collection, parts }: Draft,
  first: number,
  end: number,
  isUnited: boolean,
) {
  const { scenes, classes, tiles } = collection;
  const scene = scenes[tiles.scene[first] as number];
  if (!scene) return "";
  const cells = [tiles.cell[first] as number, tiles.cell[end - 1] as number] as const;
  const labels = await readLabels(scene.id, ...cells);
  const labelNames = new Map(
    classes.flatMap((one) => [one, ...one.united]).map(({ byte, name }) => [byte, name]),
  );
  let lines = "";
  for (let tile = first; tile < end; tile += 1) {
    const part = parts[tile] as number;
    if (part === unused) continue;
    const cell = tiles.cell[tile] as number;
    const { row, col } = tileOfIndex(cell, scene.gridCols);
    const label = labels.get(cell);
    const className = classes[tiles.classIndex[tile] as number]?.name ?? "";
    const labelledAt = label ? new Date(label.at_ms).toISOString() : "";
    const author = label?.author ?? "";
    const given = isUnited ? [labelNames.get(tiles.labelByte[tile] as number) ?? ""] : [];
    const values = [row, col, className, splitNames[part] ?? "", author, labelledAt, ...given];
    lines += `${toSheetLine([scene.id, scene.name, ...values])}\n`;
  }
  return lines;
}

async function readLabels(sceneId: string, firstCell: number, lastCell: number) {
  const rows = await getDb()
    .selectFrom("label")
    .leftJoin("user", "user.id", "label.author_id")
    .select(["tile_index", "at_ms", "user.name as author"])
    .where("scene_id", "=", sceneId)
    .where("tile_index", ">=", firstCell)
    .where("tile_index", "<=", lastCell)
    .execute();
  return new Map(rows.map((row) => [row.tile_index, row]));
}
