import { randomInt } from "node:crypto";
import type { z } from "zod";
import type { Me, oneTimePasswordSchema } from "@/lib/contracts/auth";
import { updateUser } from "./update-user";

/** Without characters that are taken for each other when somebody reads them out. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
const groups = 4;
const groupLength = 4;

/**
 * Gives a person a one-time password: they are signed out everywhere, their API keys end, and they
 * choose their own password before anything else.
 *
 * @throws AppError `not_found`; `forbidden` for oneself.
 */
export async function resetPassword(
  userId: string,
  me: Me,
): Promise<z.infer<typeof oneTimePasswordSchema>> {
  const password = makeOneTimePassword();
  return { user: await updateUser({ userId, password }, me), password };
}

/** Such as "k7wq-m2xd-9fhb-tz4p": 79 bits. */
function makeOneTimePassword(): string {
  const character = () => alphabet[randomInt(alphabet.length)];
  const group = () => Array.from({ length: groupLength }, character).join("");
  return Array.from({ length: groups }, group).join("-");
}
