import type { z } from "zod";
import type { createUserInputSchema, User } from "@/lib/contracts/auth";
import { insertUser } from "./insert-user";

/** Adds a person; they sign in with the password they are told. */
export async function createUser(input: z.output<typeof createUserInputSchema>): Promise<User> {
  return insertUser(input);
}
