import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";

/**
 * Label events go with their scene, which an index finds. They went with their batch, by which there
 * is no index: for every batch of a deleted scene the whole history of the studio was read, 39 s for
 * 2,000 batches beside 200,000 events. Batches themselves go with their scene only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await rebuild(db, "scene_id", "scene.id");
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await rebuild(db, "batch_id", "label_batch.id");
}

/** SQLite cannot change a foreign key: the table is made anew and takes over the rows. */
async function rebuild(
  db: Kysely<unknown>,
  owner: "scene_id" | "batch_id",
  ownerColumn: string,
): Promise<void> {
  const owned = (name: string) => (column: ColumnDefinitionBuilder) =>
    name === owner
      ? column.notNull().references(ownerColumn).onDelete("cascade")
      : column.notNull();
  await db.schema
    .createTable("label_event_next")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("batch_id", "text", owned("batch_id"))
    .addColumn("scene_id", "text", owned("scene_id"))
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("from_class_id", "text")
    .addColumn("to_class_id", "text")
    .execute();
  await sql`
    insert into label_event_next (id, batch_id, scene_id, tile_index, from_class_id, to_class_id)
    select id, batch_id, scene_id, tile_index, from_class_id, to_class_id from label_event
  `.execute(db);
  await db.schema.dropTable("label_event").execute();
  await db.schema.alterTable("label_event_next").renameTo("label_event").execute();
  await db.schema
    .createIndex("label_event_tile")
    .on("label_event")
    .columns(["scene_id", "tile_index"])
    .execute();
}
