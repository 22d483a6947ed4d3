import { type Kysely, sql } from "kysely";

/**
 * What people keep about runs, models and datasets: notes, tags, pins, the archive, comments, what
 * reviewers said of models, and which model a project predicts with; and files that wait for their
 * removal, so that one cut off by a crash is finished later.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["run", "model", "dataset"]) {
    await db.schema
      .alterTable(table)
      .addColumn("archived", "integer", (column) => column.notNull().defaultTo(0))
      .execute();
  }
  const runColumns = [
    ["pinned", "integer", 0],
    ["notes", "text", ""],
    ["tags_json", "text", "[]"],
    ["range_json", "text", "{}"],
  ] as const;
  for (const [name, type, value] of runColumns) {
    await db.schema
      .alterTable("run")
      .addColumn(name, type, (column) => column.notNull().defaultTo(value))
      .execute();
  }
  await fillRanges(db);
  await createRunComments(db);
  await createReviews(db);
  await db.schema
    .createTable("removal")
    .addColumn("path", "text", (column) => column.primaryKey())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .execute();
}

/** Lowest and highest value of every metric of the runs there are. */
async function fillRanges(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ run_id: string; key: string; low: number; high: number }>`
    select run_id, split || '/' || metric as key, min(value) as low, max(value) as high
    from run_point where value is not null group by run_id, split, metric
  `.execute(db);
  const ranges = new Map<string, Record<string, [number, number]>>();
  for (const { run_id, key, low, high } of rows) {
    const range = ranges.get(run_id) ?? {};
    range[key] = [low, high];
    ranges.set(run_id, range);
  }
  for (const [runId, range] of ranges) {
    await sql`update run set range_json = ${JSON.stringify(range)} where id = ${runId}`.execute(db);
  }
}

async function createRunComments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("run_comment")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("run_id", "text", (column) =>
      column.notNull().references("run.id").onDelete("cascade"),
    )
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("run_comment_run").on("run_comment").column("run_id").execute();
}

/** Both keep what was said of a model that is gone, so that its project stays a reviewed one. */
async function createReviews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("model_review")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("model_id", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("model_review_model")
    .on("model_review")
    .columns(["project_id", "model_id"])
    .execute();
  await db.schema
    .createTable("default_model")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("project_id", "text", (column) =>
      column.notNull().references("project.id").onDelete("cascade"),
    )
    .addColumn("model_id", "text")
    .addColumn("person_id", "text", (column) => column.notNull())
    .addColumn("at_ms", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("default_model_project")
    .on("default_model")
    .column("project_id")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ["removal", "default_model", "model_review", "run_comment"]) {
    await db.schema.dropTable(table).execute();
  }
  for (const column of ["range_json", "tags_json", "notes", "pinned"]) {
    await db.schema.alterTable("run").dropColumn(column).execute();
  }
  for (const table of ["run", "model", "dataset"]) {
    await db.schema.alterTable(table).dropColumn("archived").execute();
  }
}
