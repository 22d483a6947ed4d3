import type { User } from "@/lib/contracts/auth";
import { getDb } from "../db/client";
import { toUser } from "./queries";

/** Everybody, by name. */
export async function listUsers(): Promise<User[]> {
  const rows = await getDb().selectFrom("user").selectAll().orderBy("name").execute();
  return rows.map(toUser);
}
