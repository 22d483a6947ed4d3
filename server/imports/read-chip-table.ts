import { readFile } from "node:fs/promises";
import { z } from "zod";
import { splitNameSchema } from "@/lib/contracts/common";

const chipRowSchema = z.object({
  row: z.coerce.number().int().min(0),
  col: z.coerce.number().int().min(0),
  name: z.string(),
  className: z.string(),
  split: splitNameSchema.nullable(),
  widthPx: z.coerce.number().int().min(1),
  heightPx: z.coerce.number().int().min(1),
});
/** One chip of a contact sheet. */
export type ChipRow = z.infer<typeof chipRowSchema>;

/** Other words for the parts of a data set. */
const splitNames: Record<string, string> = { valid: "val", validation: "val", eval: "val" };

/** Reads the chips.csv that the importer left. */
export async function readChipTable(file: string): Promise<ChipRow[]> {
  const [header = [], ...lines] = parseCsv(await readFile(file, "utf8"));
  return lines.map((cells) => {
    const value = Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ""]));
    const split = value.split ?? "";
    return chipRowSchema.parse({
      ...value,
      className: value.class,
      split: split === "" ? null : (splitNames[split] ?? split),
    });
  });
}

/** Fields of RFC 4180: a quoted field may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
    if (match[3] === "") break;
  }
  return records;
}
