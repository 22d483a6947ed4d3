import { type Basemap, basemapSchema } from "@/lib/contracts/basemap";
import { getDb } from "../db/client";

export const basemapKey = "basemap";

/** The map under the scenes; null: none was chosen. */
export async function findBasemap(): Promise<Basemap | null> {
  const row = await getDb()
    .selectFrom("setting")
    .select("value_json")
    .where("key", "=", basemapKey)
    .executeTakeFirst();
  return row ? basemapSchema.nullable().parse(JSON.parse(row.value_json)) : null;
}
