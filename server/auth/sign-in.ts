import type { z } from "zod";
import type { signInInputSchema, User } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb } from "../db/client";
import { getAuth } from "./better-auth";
import { inPasswordTurn } from "./password-turn";
import { toUser } from "./queries";
import { callerAddress, forgetFailures, recordFailure, requireFewFailures } from "./sign-in-limit";

/**
 * Signs somebody in.
 *
 * @returns The person, and the cookies that their browser has to keep.
 * @throws AppError `unauthenticated` for a wrong address or password and for deactivated people,
 *   all in the same words; `too_many_requests` after ten failures, or when very many try at once.
 */
export async function signIn(
  input: z.output<typeof signInInputSchema>,
  request: { headers: Headers },
): Promise<{ user: User; cookies: string[] }> {
  const address = callerAddress(request.headers);
  requireFewFailures(input.email, address);
  const { row, cookies } = await inPasswordTurn(() => tryPassword(input, request));
  if (row?.active !== 1 || !cookies) {
    throw new AppError("unauthenticated", sentence("server.auth.wrongPassword"));
  }
  forgetFailures(input.email, address);
  return { user: toUser(row), cookies };
}

async function tryPassword(
  input: { email: string; password: string },
  request: { headers: Headers },
) {
  const address = callerAddress(request.headers);
  // Others may have failed while this one waited.
  requireFewFailures(input.email, address);
  // Counted before the password is looked at: a thousand tries at once are a thousand failures.
  recordFailure(input.email, address);
  const row = await getDb()
    .selectFrom("user")
    .selectAll()
    .where("email", "=", input.email)
    .executeTakeFirst();
  // Asked for also when nobody has that address, so that the answer takes as long.
  return { row, cookies: await checkPassword(input, request) };
}

async function checkPassword(
  input: { email: string; password: string },
  request: { headers: Headers },
): Promise<string[] | null> {
  const response = await getAuth().api.signInEmail({
    body: { email: input.email, password: input.password },
    headers: request.headers,
    asResponse: true,
  });
  return response.ok ? response.headers.getSetCookie() : null;
}
