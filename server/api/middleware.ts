import { implement } from "@orpc/server";
import { contract } from "@/lib/contract-router";
import type { Me } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { requireOwnPassword, requirePermission } from "../auth/permissions";
import { notSignedIn } from "../auth/require-me";
import type { ApiContext } from "./context";
import { accessOf } from "./procedure-permissions";

const base = implement(contract).$context<ApiContext>();

/**
 * The person who may call the procedure at `path`.
 *
 * @throws AppError `unauthenticated` for strangers; `forbidden` when the role does not allow it or
 *   the procedure is in no table.
 */
function requireAccess(me: Me | null, path: readonly string[]): Me {
  const access = accessOf(path);
  if (me === null) throw notSignedIn();
  if (access === null) throw new AppError("forbidden", sentence("server.auth.nobody"));
  if (access === "public" || access === "one-time") return me;
  requireOwnPassword(me);
  if (access !== "signed-in") requirePermission(me, access);
  return me;
}

/** Implements procedures for people who are signed in: `os.projects.get.handler(…)`. */
export const os = base.use(async ({ context, path, next }) =>
  next({ context: { me: requireAccess(context.me, path) } }),
);

/** Implements the few procedures that a stranger may call. */
export const openOs = base.use(async ({ context, path, next }) => {
  if (accessOf(path) !== "public") requireAccess(context.me, path);
  return next();
});
