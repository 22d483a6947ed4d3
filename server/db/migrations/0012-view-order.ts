import { type Kysely, sql } from "kysely";

/** The order of saved views, and what a person likes in a project. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("saved_view")
    .addColumn("position", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  // Ids are in order of their making: nothing moves for who looks now.
  await sql`
    update saved_view set position = (
      select count(*) from saved_view as earlier
      where earlier.project_id = saved_view.project_id and earlier.id < saved_view.id
    )
  `.execute(db);
  await db.schema
    .createTable("project_preference")
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("value_json", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("project_preference_primary", ["project_id", "user_id"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("project_preference").execute();
  await db.schema.alterTable("saved_view").dropColumn("position").execute();
}
