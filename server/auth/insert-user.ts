import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Role, User } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { inPasswordTurn } from "./password-turn";
import { toUser } from "./queries";

interface NewUser {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/**
 * Writes a person and the password they sign in with.
 *
 * @param guard Runs first, in the same transaction; what it throws stops everything.
 * @throws AppError `conflict` when somebody has that e-mail address.
 */
export async function insertUser(input: NewUser, guard?: () => Promise<void>): Promise<User> {
  // Hashing takes a tenth of a second on purpose; the database is not kept waiting for it.
  const password = await inPasswordTurn(() => hashPassword(input.password));
  const now = new Date().toISOString();
  return inTransaction(async (trx) => {
    await guard?.();
    const taken = await trx
      .selectFrom("user")
      .select("id")
      .where("email", "=", input.email)
      .executeTakeFirst();
    if (taken) {
      throw new AppError("conflict", sentence("server.auth.emailTaken", { email: input.email })).at(
        "email",
      );
    }
    const row = await trx
      .insertInto("user")
      .values({
        id: randomUUID(),
        name: input.name,
        email: input.email,
        emailVerified: 1,
        image: null,
        role: input.role,
        active: 1,
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await trx
      .insertInto("account")
      .values({
        id: randomUUID(),
        userId: row.id,
        accountId: row.id,
        providerId: "credential",
        password,
        createdAt: now,
        updatedAt: now,
      })
      .execute();
    return toUser(row);
  });
}
