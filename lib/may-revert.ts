import type { Me } from "./contracts/auth";

/** Acts on labels are taken back by whoever did them, and by administrators: the one rule for it. */
export function mayRevert(me: Pick<Me, "id" | "role">, ...authorIds: readonly string[]): boolean {
  return me.role === "administrator" || authorIds.every((authorId) => authorId === me.id);
}
