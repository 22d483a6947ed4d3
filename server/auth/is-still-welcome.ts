import type { Me } from "@/lib/contracts/auth";
import { findMe } from "./find-me";

/**
 * Whether a request that was let in would be let in again as the same person: the session was not
 * ended, the key not revoked, the account not closed, and the role is still the same.
 */
export async function isStillWelcome(me: Me, headers: Headers): Promise<boolean> {
  const caller = await findMe({ method: "GET", headers }).catch(() => null);
  return caller?.me?.id === me.id && caller.me.role === me.role;
}
