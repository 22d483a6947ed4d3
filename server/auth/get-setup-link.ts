import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { getDb, inTransaction, type Queryable } from "../db/client";
import { getEnv } from "../env";
import { hasUsers } from "./queries";

const settingKey = "setup.tokens";
const keptTokens = 5;
const tokensSchema = z.array(z.string());

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

async function readTokens(db: Queryable): Promise<string[]> {
  const row = await db
    .selectFrom("setting")
    .select("value_json")
    .where("key", "=", settingKey)
    .executeTakeFirst();
  return row ? tokensSchema.parse(JSON.parse(row.value_json)) : [];
}

/**
 * A link that makes the first administrator, or null when there is somebody already.
 *
 * Only the token's hash is kept, so every call makes a new link; the last five of them work, and
 * none does once it has been used.
 */
export async function getSetupLink(): Promise<string | null> {
  if (await hasUsers()) return null;
  const token = randomBytes(24).toString("base64url");
  await inTransaction(async (trx) => {
    const tokens = [hashToken(token), ...(await readTokens(trx))].slice(0, keptTokens);
    const value_json = JSON.stringify(tokens);
    await trx
      .insertInto("setting")
      .values({ key: settingKey, value_json })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value_json }))
      .execute();
  });
  return `${getEnv().url}/setup?token=${token}`;
}

/** Whether a link with this token was printed and the studio is still without people. */
export async function isSetupToken(token: string): Promise<boolean> {
  if (await hasUsers()) return false;
  return (await readTokens(getDb())).includes(hashToken(token));
}

export async function forgetSetupTokens(): Promise<void> {
  await getDb().deleteFrom("setting").where("key", "=", settingKey).execute();
}
