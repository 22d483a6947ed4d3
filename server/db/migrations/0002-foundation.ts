import type { Kysely } from "kysely";

/** All tables of the first version. Both engines understand what is used here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("api_key")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) =>
      column.notNull().references("user.id").onDelete("cascade"),
    )
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("prefix", "text", (column) => column.notNull())
    .addColumn("key_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("last_used_at_ms", "bigint")
    .execute();
  await db.schema
    .createTable("setting")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value_json", "text", (column) => column.notNull())
    .execute();
  await createProjects(db);
  await createLabels(db);
  await createRuns(db);
  await createQueue(db);
}

async function createProjects(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("project")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("description", "text", (column) => column.notNull())
    .addColumn("tile_size_px", "integer", (column) => column.notNull())
    .addColumn("simulated", "integer", (column) => column.notNull())
    .addColumn("next_class_index", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("updated_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("class")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("class_index", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("colour", "text", (column) => column.notNull())
    .addColumn("key", "text")
    .addColumn("archived", "integer", (column) => column.notNull())
    .addUniqueConstraint("class_index_unique", ["project_id", "class_index"])
    .execute();
  await db.schema
    .createTable("scene")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("tile_size_px", "integer", (column) => column.notNull())
    .addColumn("grid_rows", "integer", (column) => column.notNull())
    .addColumn("grid_cols", "integer", (column) => column.notNull())
    .addColumn("tile_count", "integer", (column) => column.notNull())
    .addColumn("facts_json", "text", (column) => column.notNull())
    .addColumn("chips_json", "text")
    .addColumn("label_revision", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("labelled_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("imported_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("scene_project").on("scene").column("project_id").execute();
  await db.schema
    .createTable("chip")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("class_name", "text", (column) => column.notNull())
    .addColumn("split", "text")
    .addColumn("width_px", "integer", (column) => column.notNull())
    .addColumn("height_px", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("chip_key", ["scene_id", "tile_index"])
    .execute();
}

async function createLabels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("label")
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("class_id", "text", (column) => column.notNull().references("class.id"))
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("label_key", ["scene_id", "tile_index"])
    .execute();
  await db.schema
    .createIndex("label_class")
    .on("label")
    .columns(["class_id", "scene_id"])
    .execute();
  await db.schema
    .createTable("label_batch")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("act", "text", (column) => column.notNull())
    .addColumn("made_at_ms", "bigint", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("revision", "integer", (column) => column.notNull())
    .addColumn("changed_count", "integer", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("label_batch_scene")
    .on("label_batch")
    .columns(["scene_id", "at_ms"])
    .execute();
  await db.schema
    .createTable("label_event")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("batch_id", "text", (column) =>
      column.notNull().references("label_batch.id").onDelete("cascade"),
    )
    .addColumn("scene_id", "text", (column) => column.notNull())
    .addColumn("tile_index", "integer", (column) => column.notNull())
    .addColumn("from_class_id", "text")
    .addColumn("to_class_id", "text")
    .execute();
  await db.schema
    .createIndex("label_event_tile")
    .on("label_event")
    .columns(["scene_id", "tile_index"])
    .execute();
  await db.schema
    .createTable("dataset")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("dataset_json", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addUniqueConstraint("dataset_version_unique", ["project_id", "version"])
    .execute();
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("run")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("dataset_id", "text", (column) => column.notNull().references("dataset.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("config_json", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("attempt", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("progress_json", "text", (column) => column.notNull())
    .addColumn("latest_json", "text", (column) => column.notNull())
    .addColumn("best_json", "text", (column) => column.notNull())
    .addColumn("started_json", "text")
    .addColumn("result_json", "text")
    .addColumn("problem_json", "text")
    .addColumn("job_id", "text")
    .addColumn("process_json", "text")
    .addColumn("event_offset", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("resumable", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("started_at_ms", "bigint")
    .addColumn("ended_at_ms", "bigint")
    .execute();
  await db.schema
    .createIndex("run_project")
    .on("run")
    .columns(["project_id", "created_at_ms"])
    .execute();
  await db.schema
    .createTable("run_event")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("payload_json", "text", (column) => column.notNull())
    .addUniqueConstraint("run_event_unique", ["run_id", "attempt", "seq"])
    .execute();
  await db.schema
    .createTable("run_point")
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("split", "text", (column) => column.notNull())
    .addColumn("metric", "text", (column) => column.notNull())
    .addColumn("step", "integer", (column) => column.notNull())
    .addColumn("epoch", "double precision", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .addColumn("value", "double precision")
    .addPrimaryKeyConstraint("run_point_key", ["run_id", "split", "metric", "step"])
    .execute();
  await db.schema
    .createTable("model")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("run_id", "text", (column) =>
      column.notNull().unique().references("run.id").onDelete("cascade"),
    )
    .addColumn("dataset_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("model_json", "text", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("prediction")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("scene_id", "text", (column) =>
      column.notNull().references("scene.id").onDelete("cascade"),
    )
    .addColumn("model_id", "text", (column) =>
      column.notNull().references("model.id").onDelete("cascade"),
    )
    .addColumn("job_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("result_json", "text")
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("prediction_scene").on("prediction").column("scene_id").execute();
}

async function createQueue(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("job")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("project_id", "text")
    .addColumn("subject_id", "text")
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("payload_json", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("progress_json", "text", (column) => column.notNull())
    .addColumn("problem_json", "text")
    .addColumn("cancel_requested", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("lease_owner", "text")
    .addColumn("lease_until_ms", "bigint")
    .addColumn("created_by", "text")
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("started_at_ms", "bigint")
    .addColumn("ended_at_ms", "bigint")
    .execute();
  await db.schema
    .createIndex("job_waiting")
    .on("job")
    .columns(["status", "lane", "created_at_ms"])
    .execute();
  await db.schema
    .createTable("live_event")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("topic", "text", (column) => column.notNull())
    .addColumn("payload_json", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("worker")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("pid", "integer", (column) => column.notNull())
    .addColumn("seen_at_ms", "bigint", (column) => column.notNull())
    .addColumn("started_at_ms", "bigint", (column) => column.notNull())
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    "worker",
    "live_event",
    "job",
    "prediction",
    "model",
    "run_point",
    "run_event",
    "run",
    "dataset",
    "label_event",
    "label_batch",
    "label",
    "chip",
    "scene",
    "class",
    "project",
    "setting",
    "api_key",
  ]) {
    await db.schema.dropTable(table).execute();
  }
}
