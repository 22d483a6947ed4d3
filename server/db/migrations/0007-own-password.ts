import type { Kysely } from "kysely";

/** Who signs in with a one-time password has to choose their own before anything else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("user")
    .addColumn("mustChangePassword", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("user").dropColumn("mustChangePassword").execute();
}
