import { readFile } from "node:fs/promises";
import { z } from "zod";
import { splitNameSchema } from "@/lib/contracts/common";
import { parseCsv } from "../csv";

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
