import { type Kysely, sql } from "kysely";

/** A run's time at work: that of its ended attempts, and since when the present one runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("run")
    .addColumn("worked_ms", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("run").addColumn("attempt_started_at_ms", "integer").execute();
  // What ran between its events is known of older runs too; an attempt lasts from first to last.
  await sql`
    update run set worked_ms = coalesce((
      select sum(spent) from (
        select max(at_ms) - min(at_ms) as spent from run_event
        where run_event.run_id = run.id group by attempt
      )
    ), 0)
  `.execute(db);
  await sql`
    update run set attempt_started_at_ms = started_at_ms, worked_ms = 0
    where status in ('starting', 'running', 'stopping') and attempt = 1
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("run").dropColumn("attempt_started_at_ms").execute();
  await db.schema.alterTable("run").dropColumn("worked_ms").execute();
}
