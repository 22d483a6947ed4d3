import type { Selectable } from "kysely";
import { type Me, roleSchema, type User, userSchema } from "@/lib/contracts/auth";
import type { Person } from "@/lib/contracts/common";
import { getDb } from "../db/client";
import type { UserTable } from "../db/schema";
import { permissionsOf } from "./permissions";

export function toUser(row: Selectable<UserTable>): User {
  return userSchema.parse({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleSchema.parse(row.role),
    active: row.active === 1,
    mustChangePassword: row.mustChangePassword === 1,
    createdAtMs: Date.parse(row.createdAt),
  });
}

export function toMe(user: User): Me {
  return { ...user, permissions: permissionsOf(user.role) };
}

export async function findUser(userId: string): Promise<User | null> {
  const row = await getDb()
    .selectFrom("user")
    .selectAll()
    .where("id", "=", userId)
    .executeTakeFirst();
  return row ? toUser(row) : null;
}

/**
 * Names of people, by id; one query for a whole list. Ids of nobody (the studio itself, somebody
 * who is gone) are missing from the map.
 */
export async function findPeople(userIds: Iterable<string | null>): Promise<Map<string, Person>> {
  const wanted = [...new Set([...userIds].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await getDb()
    .selectFrom("user")
    .select(["id", "name"])
    .where("id", "in", wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function hasUsers(): Promise<boolean> {
  const row = await getDb().selectFrom("user").select("id").limit(1).executeTakeFirst();
  return row !== undefined;
}
