import type { Kysely } from "kysely";

/** Scenes whose pixels stay where they are: location, size and version of the file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("scene").addColumn("reference_json", "text").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("scene").dropColumn("reference_json").execute();
}
