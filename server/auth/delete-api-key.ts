import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";

/** Revokes one of a person's own keys. @throws AppError `not_found`. */
export async function deleteApiKey(me: Me, keyId: string): Promise<void> {
  const { numDeletedRows } = await getDb()
    .deleteFrom("api_key")
    .where("id", "=", keyId)
    .where("user_id", "=", me.id)
    .executeTakeFirst();
  if (numDeletedRows > 0n) return;
  throw new AppError("not_found", sentence("server.auth.noSuchKey"));
}
