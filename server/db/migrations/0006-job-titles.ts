import type { Kysely } from "kysely";

/** Titles of jobs as sentences, so that everybody reads them in their own language. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("job").addColumn("title_json", "text").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("job").dropColumn("title_json").execute();
}
