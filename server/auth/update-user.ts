import { hashPassword } from "better-auth/crypto";
import type { z } from "zod";
import type { Me, User, updateUserInputSchema } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction, type Queryable } from "../db/client";
import { inPasswordTurn } from "./password-turn";
import { toUser } from "./queries";

/**
 * Changes a person. Who is deactivated or gets a one-time password is signed out everywhere.
 *
 * @throws AppError `not_found`; `conflict` when no administrator would be left; `forbidden` for one's
 *   own password, which is changed by who knows the present one.
 */
export async function updateUser(
  input: z.output<typeof updateUserInputSchema>,
  me: Me,
): Promise<User> {
  const { password: plain } = input;
  if (plain !== undefined && input.userId === me.id) {
    throw new AppError("forbidden", sentence("server.auth.ownPasswordReset")).at("password");
  }
  const password = plain === undefined ? null : await inPasswordTurn(() => hashPassword(plain));
  const now = new Date().toISOString();
  return inTransaction(async (trx) => {
    const row = await trx
      .updateTable("user")
      .set({
        updatedAt: now,
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.role === undefined ? {} : { role: input.role }),
        ...(input.active === undefined ? {} : { active: input.active ? 1 : 0 }),
        ...(password === null ? {} : { mustChangePassword: 1 }),
      })
      .where("id", "=", input.userId)
      .returningAll()
      .executeTakeFirst();
    if (!row) {
      throw new AppError("not_found", sentence("server.auth.noSuchPerson"));
    }
    await requireAdministrator(trx);
    if (password) {
      await trx
        .updateTable("account")
        .set({ password, updatedAt: now })
        .where("userId", "=", row.id)
        .where("providerId", "=", "credential")
        .execute();
    }
    if (password || input.active === false) {
      await trx.deleteFrom("session").where("userId", "=", row.id).execute();
      // Whoever had the old password may have made a key with it.
      await trx.deleteFrom("api_key").where("user_id", "=", row.id).execute();
    }
    return toUser(row);
  });
}

async function requireAdministrator(db: Queryable): Promise<void> {
  const left = await db
    .selectFrom("user")
    .select("id")
    .where("role", "=", "administrator")
    .where("active", "=", 1)
    .limit(1)
    .executeTakeFirst();
  if (left) return;
  throw new AppError("conflict", sentence("server.auth.lastAdministrator"));
}
