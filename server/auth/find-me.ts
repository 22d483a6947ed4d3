import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { getAuth } from "./better-auth";
import { hashToken } from "./get-setup-link";
import { findUser, toMe } from "./queries";
import { requireSameOrigin } from "./require-same-origin";

export interface Caller {
  me: Me | null;
  /** Cookies to send back, when the session was made longer. */
  cookies: string[];
}

/**
 * Who sends a request: by API key (`Authorization: Bearer tw_…`) or by session cookie.
 *
 * @returns `me: null` for strangers and for people who were deactivated.
 * @throws AppError `unauthenticated` for a key that is not right; `forbidden` for a request that
 *   another site's page made with our cookie.
 */
export async function findMe(request: { method: string; headers: Headers }): Promise<Caller> {
  const authorization = request.headers.get("authorization");
  if (authorization) return { me: await findMeByKey(authorization), cookies: [] };
  requireSameOrigin(request);
  if (!request.headers.has("cookie")) return { me: null, cookies: [] };
  const { headers, response } = await getAuth().api.getSession({
    headers: request.headers,
    returnHeaders: true,
  });
  const user = response ? await findUser(response.user.id) : null;
  return { me: user?.active ? toMe(user) : null, cookies: headers.getSetCookie() };
}

/** Marking every request of a busy script would be a write each; once a minute says enough. */
const lastUsedStepMs = 60_000;

async function findMeByKey(authorization: string): Promise<Me> {
  const key = /^Bearer\s+(tw_\S+)$/i.exec(authorization)?.[1];
  const row = key
    ? await getDb()
        .selectFrom("api_key")
        .select(["id", "user_id", "last_used_at_ms"])
        .where("key_hash", "=", hashToken(key))
        .executeTakeFirst()
    : undefined;
  const user = row ? await findUser(row.user_id) : null;
  if (!row || !user?.active) {
    throw new AppError("unauthenticated", sentence("server.auth.keyInvalid"));
  }
  const now = Date.now();
  if (now - (row.last_used_at_ms ?? 0) > lastUsedStepMs) {
    await getDb()
      .updateTable("api_key")
      .set({ last_used_at_ms: now })
      .where("id", "=", row.id)
      .execute();
  }
  return toMe(user);
}
