import { roleSchema } from "@/lib/contracts/auth";
import type { Person } from "@/lib/contracts/common";
import { permissionsOf } from "../auth/permissions";
import { getDb } from "../db/client";

/** Everybody who may label, by name: whom an area can be given to. */
export async function listLabellers(): Promise<Person[]> {
  const roles = roleSchema.options.filter((role) => permissionsOf(role).includes("label.write"));
  return getDb()
    .selectFrom("user")
    .select(["id", "name"])
    .where("active", "=", 1)
    .where("role", "in", roles)
    .orderBy("name")
    .execute();
}
