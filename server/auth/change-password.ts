import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { z } from "zod";
import type { changePasswordInputSchema, Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { getDb, inTransaction } from "../db/client";
import { getAuth } from "./better-auth";
import { inPasswordTurn } from "./password-turn";
import { findUser, toMe } from "./queries";
import { callerAddress, forgetFailures, recordFailure, requireFewFailures } from "./sign-in-limit";

type Input = z.output<typeof changePasswordInputSchema>;

/**
 * Changes one's own password, for who knows the present one. Every other session ends; the one that
 * asks goes on. API keys stay: they were made on purpose and scripts depend on them, and whoever
 * suspects one of them revokes it.
 *
 * @throws AppError `invalid_input` for a wrong present password or an unchanged one;
 *   `too_many_requests` after ten wrong ones.
 */
export async function changePassword(
  input: Input,
  me: Me,
  request: { headers: Headers },
): Promise<Me> {
  await requireCurrentPassword(input, me, request);
  if (input.newPassword === input.currentPassword) {
    throw new AppError("invalid_input", sentence("server.auth.passwordUnchanged")).at(
      "newPassword",
    );
  }
  const password = await inPasswordTurn(() => hashPassword(input.newPassword));
  const keptSessionId = await findSessionId(request);
  const updatedAt = new Date().toISOString();
  await inTransaction(async (trx) => {
    await trx
      .updateTable("account")
      .set({ password, updatedAt })
      .where("userId", "=", me.id)
      .where("providerId", "=", "credential")
      .execute();
    await trx
      .updateTable("user")
      .set({ mustChangePassword: 0, updatedAt })
      .where("id", "=", me.id)
      .execute();
    await trx
      .deleteFrom("session")
      .where("userId", "=", me.id)
      .where("id", "!=", keptSessionId ?? "")
      .execute();
  });
  const user = await findUser(me.id);
  if (!user) throw new AppError("not_found", sentence("server.auth.noSuchPerson"));
  return toMe(user);
}

/** Wrong ones count as failures to sign in: a session left open must not help to guess. */
async function requireCurrentPassword(
  { currentPassword }: Input,
  me: Me,
  request: { headers: Headers },
): Promise<void> {
  const address = callerAddress(request.headers);
  requireFewFailures(me.email, address);
  const isRight = await inPasswordTurn(async () => {
    requireFewFailures(me.email, address);
    recordFailure(me.email, address);
    const account = await getDb()
      .selectFrom("account")
      .select("password")
      .where("userId", "=", me.id)
      .where("providerId", "=", "credential")
      .executeTakeFirst();
    const hash = account?.password;
    return hash ? verifyPassword({ hash, password: currentPassword }) : false;
  });
  if (!isRight) {
    throw new AppError("invalid_input", sentence("server.auth.currentPasswordWrong")).at(
      "currentPassword",
    );
  }
  forgetFailures(me.email, address);
}

/** Null for a script, which sends a key. */
async function findSessionId(request: { headers: Headers }): Promise<string | null> {
  if (request.headers.has("authorization") || !request.headers.has("cookie")) return null;
  const found = await getAuth().api.getSession({ headers: request.headers });
  return found?.session.id ?? null;
}
