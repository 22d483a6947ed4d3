import type { ApiKey, Me } from "@/lib/contracts/auth";
import { getDb } from "../db/client";

/** A person's own keys, newest first. */
export async function listApiKeys(me: Me): Promise<ApiKey[]> {
  const rows = await getDb()
    .selectFrom("api_key")
    .selectAll()
    .where("user_id", "=", me.id)
    .orderBy("created_at_ms", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
  }));
}
