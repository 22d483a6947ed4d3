import { type Kysely, sql } from "kysely";

/**
 * Several answers to one tile. `label` keeps what is settled, and nothing else: a tile whose answers
 * are still being collected, or disagree, has rows in `opinion` and no label. A project without rows
 * in `opinion_setting` asks once, and writes labels as before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("opinion_setting")
    .addColumn("project_id", "text", (column) =>
      column.primaryKey().references("project.id").onDelete("cascade"),
    )
    .addColumn("opinions", "integer", (column) => column.notNull())
    .addColumn("share", "double precision", (column) => column.notNull())
    .addColumn("rule", "text", (column) => column.notNull())
    .addColumn("seed", "integer", (column) => column.notNull())
    .execute();
  await createOpinion(db);
  await createReview(db);
  await sql`alter table label_event add column kind text`.execute(db);
  await sql`alter table label_event add column answer_of text`.execute(db);
}

async function createOpinion(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("opinion")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("class_id", "text", (column) => column.notNull().references("class.id"))
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("opinion_key", ["scene_id", "tile_index", "author_id"])
    .execute();
  await db.schema
    .createIndex("opinion_author")
    .on("opinion")
    .columns(["scene_id", "author_id", "class_id", "tile_index"])
    .execute();
  await db.schema
    .createIndex("opinion_class")
    .on("opinion")
    .columns(["class_id", "scene_id"])
    .execute();
}

async function createReview(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("tile_review")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("class_id", "text", (column) => column.references("class.id"))
    .addColumn("person_id", "text")
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("tile_review_key", ["scene_id", "tile_index"])
    .execute();
  await db.schema
    .createIndex("tile_review_status")
    .on("tile_review")
    .columns(["scene_id", "status", "tile_index"])
    .execute();
  await sql`
    create index tile_review_class on tile_review (class_id) where class_id is not null
  `.execute(db);
  await createRemarks(db);
}

/** What people say about a tile: returned to somebody with a comment, or flagged. */
async function createRemarks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("tile_return")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("comment", "text", (column) => column.notNull())
    .addColumn("returned_by", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("answered_at_ms", "bigint")
    .addPrimaryKeyConstraint("tile_return_key", ["scene_id", "tile_index", "person_id"])
    .execute();
  await sql`
    create index tile_return_waiting on tile_return (person_id, scene_id, tile_index)
    where answered_at_ms is null
  `.execute(db);
  await db.schema
    .createTable("tile_flag")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("comment", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("tile_flag_key", ["scene_id", "tile_index", "author_id"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const column of ["answer_of", "kind"]) {
    await db.schema.alterTable("label_event").dropColumn(column).execute();
  }
  for (const table of ["tile_flag", "tile_return", "tile_review", "opinion", "opinion_setting"]) {
    await db.schema.dropTable(table).execute();
  }
}
