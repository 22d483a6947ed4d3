import type { Kysely } from "kysely";

/** The same launch sent twice is one run: who launches may name the launch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("run").addColumn("launch_key", "text").execute();
  await db.schema
    .createIndex("run_launch_key")
    .unique()
    .on("run")
    .columns(["created_by", "launch_key"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("run_launch_key").execute();
  await db.schema.alterTable("run").dropColumn("launch_key").execute();
}
