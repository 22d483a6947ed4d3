import type { Kysely } from "kysely";

/** Work areas: blocks of a scene's grid that one person labels, for as long as a lease. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("work_area")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("first_row", "integer", (column) => column.notNull())
    .addColumn("first_col", "integer", (column) => column.notNull())
    .addColumn("row_count", "integer", (column) => column.notNull())
    .addColumn("col_count", "integer", (column) => column.notNull())
    .addColumn("holder_id", "text")
    .addColumn("lease_until_ms", "bigint")
    .addColumn("lease_minutes", "integer", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("work_area_scene")
    .on("work_area")
    .columns(["scene_id", "first_row", "first_col"])
    .execute();
  await db.schema
    .alterTable("project")
    .addColumn("areas_strict", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("project").dropColumn("areas_strict").execute();
  await db.schema.dropTable("work_area").execute();
}
