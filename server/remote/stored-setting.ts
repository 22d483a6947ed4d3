import type { z } from "zod";
import { getDb } from "../db/client";

/** One value of the settings table, checked on the way in and out. */
export function storedSetting<Value>(key: string, schema: z.ZodType<Value>, missing: Value) {
  return {
    async read(): Promise<Value> {
      const row = await getDb()
        .selectFrom("setting")
        .select("value_json")
        .where("key", "=", key)
        .executeTakeFirst();
      return row ? schema.parse(JSON.parse(row.value_json)) : missing;
    },
    async write(value: Value): Promise<void> {
      const value_json = JSON.stringify(schema.parse(value));
      await getDb()
        .insertInto("setting")
        .values({ key, value_json })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value_json }))
        .execute();
    },
  };
}
