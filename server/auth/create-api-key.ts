import { randomBytes, randomUUID } from "node:crypto";
import type { z } from "zod";
import type { createdApiKeySchema, Me } from "@/lib/contracts/auth";
import { getDb } from "../db/client";
import { hashToken } from "./get-setup-link";

const shownLength = 8;

/** Makes a key that acts as its owner. Only its hash is kept: this is the one time it is shown. */
export async function createApiKey(
  me: Me,
  name: string,
): Promise<z.infer<typeof createdApiKeySchema>> {
  const key = `tw_${randomBytes(24).toString("base64url")}`;
  const row = {
    id: randomUUID(),
    user_id: me.id,
    name,
    prefix: key.slice(0, shownLength),
    key_hash: hashToken(key),
    created_at_ms: Date.now(),
    last_used_at_ms: null,
  };
  await getDb().insertInto("api_key").values(row).execute();
  const { id, prefix, created_at_ms: createdAtMs } = row;
  return { id, name, prefix, createdAtMs, lastUsedAtMs: null, key };
}
