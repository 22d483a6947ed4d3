import type { z } from "zod";
import type { setupInputSchema, User } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { forgetSetupTokens, isSetupToken } from "./get-setup-link";
import { insertUser } from "./insert-user";
import { hasUsers } from "./queries";

/**
 * Makes the first administrator with the token of the one-time link.
 *
 * @throws AppError `conflict` when somebody exists already; `forbidden` when the token is not right.
 */
export async function setUpAdministrator(input: z.output<typeof setupInputSchema>): Promise<User> {
  await requireSetupToken(input.token);
  return insertUser({ ...input, role: "administrator" }, async () => {
    await requireSetupToken(input.token);
    await forgetSetupTokens();
  });
}

async function requireSetupToken(token: string): Promise<void> {
  if (await hasUsers()) {
    throw new AppError("conflict", sentence("server.auth.alreadySetUp"));
  }
  if (!(await isSetupToken(token))) {
    throw new AppError("forbidden", sentence("server.auth.setupLinkInvalid"));
  }
}
