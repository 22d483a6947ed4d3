import type { Kysely } from "kysely";

/**
 * Classes under other classes, which class took over the labels of an archived one, and the changes
 * of classes that moved labels, with the answers that moved along: each can be taken back as a whole,
 * over all scenes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ["parent_id", "merged_into_id"]) {
    await db.schema.alterTable("class").addColumn(column, "text").execute();
  }
  await db.schema
    .createTable("class_change")
    .addColumn("act_id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("from_class_id", "text")
    .addColumn("into_class_id", "text", (column) => column.notNull())
    .addColumn("before_json", "text", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("reverted_by", "text")
    .addColumn("reverted_at_ms", "bigint")
    .execute();
  await db.schema
    .createTable("class_change_answer")
    .addColumn("act_id", "text", (column) =>
      column.notNull().references("class_change.act_id").onDelete("cascade"),
    )
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("from_class_id", "text", (column) => column.notNull())
    .execute();
  for (const columns of [["act_id", "scene_id", "tile_index"], ["scene_id"]]) {
    await db.schema
      .createIndex(`class_change_answer_${columns[0]}`)
      .on("class_change_answer")
      .columns(columns)
      .execute();
  }
  await db.schema
    .createIndex("class_change_project")
    .on("class_change")
    .columns(["project_id", "at_ms"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("class_change_answer").execute();
  await db.schema.dropTable("class_change").execute();
  for (const column of ["merged_into_id", "parent_id"]) {
    await db.schema.alterTable("class").dropColumn(column).execute();
  }
}
