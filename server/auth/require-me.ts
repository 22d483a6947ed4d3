import type { Me, Permission } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { findMe } from "./find-me";
import { requireOwnPassword, requirePermission } from "./permissions";

/**
 * The person behind a request, for route handlers that are not in the contract.
 *
 * @throws AppError `unauthenticated` for strangers; `forbidden` without the permission.
 */
export async function requireMe(
  request: { method: string; headers: Headers },
  permission: Permission,
): Promise<Me> {
  const { me } = await findMe(request);
  if (!me) throw notSignedIn();
  requireOwnPassword(me);
  requirePermission(me, permission);
  return me;
}

export function notSignedIn(): AppError {
  return new AppError("unauthenticated", sentence("server.auth.notSignedIn"));
}
