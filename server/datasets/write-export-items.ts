import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { SpecDataset } from "@/lib/contracts/run-spec";
import { toCsvLine } from "../csv";
import { splitLines } from "./split-lines";

/**
 * Writes the list of tiles that `export-chips` reads: split,class,scenePath,row,col,name.
 *
 * @throws The error of either file: a stream that fails where nobody listens would end the process.
 */
export async function writeExportItems(dataset: SpecDataset, file: string): Promise<void> {
  await pipeline(
    createReadStream(dataset.tilesPath, "utf8"),
    (chunks: AsyncIterable<string>) => toItems(chunks, dataset),
    createWriteStream(file),
  );
}

async function* toItems(
  chunks: AsyncIterable<string>,
  dataset: SpecDataset,
): AsyncGenerator<string> {
  yield "split,class,scenePath,row,col,name\n";
  for await (const lines of splitLines(chunks)) {
    yield lines.map((line) => `${toItem(line, dataset)}\n`).join("");
  }
}

/** @param line sceneIndex,row,col,classIndex,split: numbers and a word, never quoted. */
function toItem(line: string, dataset: SpecDataset): string {
  const [sceneIndex = "", row = "", col = "", classIndex = "", split = ""] = line.split(",");
  const scene = dataset.scenes[Number(sceneIndex)];
  const name = `${scene?.name ?? "scene"}_${sceneIndex}_r${row}_c${col}`;
  const className = dataset.classes[Number(classIndex)]?.name ?? classIndex;
  return toCsvLine([split, className, scene?.rasterPath ?? "", row, col, name]);
}
