import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const truthClassSchema = z.object({
  value: z.number().int(),
  name: z.string(),
  colour: z.string(),
  key: z.string().nullable(),
});

/** The class of one tile by majority, and the share of its pixels that have it (0..1). */
export interface TrueTile {
  row: number;
  col: number;
  classIndex: number;
  purity: number;
}

export interface Truth {
  /** By class index. */
  classes: z.infer<typeof truthClassSchema>[];
  tiles: TrueTile[];
}

/** Reads truth.json and labels.csv of a simulated scene. */
export async function readTruth(folder: string): Promise<Truth> {
  const json = JSON.parse(await readFile(path.join(folder, "truth.json"), "utf8"));
  const { classes } = z.object({ classes: z.array(truthClassSchema) }).parse(json);
  const [, ...lines] = (await readFile(path.join(folder, "labels.csv"), "utf8"))
    .trim()
    .split(/\r?\n/);
  const tiles = lines.map((line) => {
    const [row, col, classIndex, purity] = line.split(",").map(Number);
    if (row === undefined || col === undefined || classIndex === undefined) {
      throw new Error(`labels.csv of the simulated scene has a broken line: ${line}`);
    }
    return { row, col, classIndex, purity: purity ?? 0 };
  });
  return { classes: classes.sort((a, b) => a.value - b.value), tiles };
}
