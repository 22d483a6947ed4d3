import type { Kysely } from "kysely";

/**
 * At which revision of its scene a tile got its label, so that an edit whose author had seen less is
 * told apart; and what a batch found labelled by others, so that a repeated answer says it again.
 * Labels from before have 0: everybody has seen them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("label")
    .addColumn("revision", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("label_batch").addColumn("conflicts_json", "text").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("label_batch").dropColumn("conflicts_json").execute();
  await db.schema.alterTable("label").dropColumn("revision").execute();
}
