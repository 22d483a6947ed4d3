import { type Kysely, sql } from "kysely";

/**
 * Acts: batches that belong together, which acts take others back, and which events are theirs. The
 * events of a batch are written in one go, so their first and last number find them without an index
 * by batch, which would make every label dearer to write.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [column, type] of [
    ["act_id", "text"],
    ["reverts_act_id", "text"],
    ["first_event_id", "integer"],
    ["last_event_id", "integer"],
  ] as const) {
    await db.schema.alterTable("label_batch").addColumn(column, type).execute();
  }
  await sql`update label_batch set act_id = id`.execute(db);
  await sql`
    update label_batch set first_event_id = written.first_id, last_event_id = written.last_id
    from (
      select batch_id, min(id) as first_id, max(id) as last_id from label_event group by batch_id
    ) as written
    where written.batch_id = label_batch.id
  `.execute(db);
  await db.schema.createIndex("label_batch_act").on("label_batch").column("act_id").execute();
  await sql`
    create index label_batch_reverts on label_batch (reverts_act_id)
    where reverts_act_id is not null
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("label_batch_reverts").execute();
  await db.schema.dropIndex("label_batch_act").execute();
  for (const column of ["last_event_id", "first_event_id", "reverts_act_id", "act_id"]) {
    await db.schema.alterTable("label_batch").dropColumn(column).execute();
  }
}
