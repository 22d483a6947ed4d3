import type { Me, Permission, Role } from "@/lib/contracts/auth";
import { permissionSchema } from "@/lib/contracts/auth";
import type { Person } from "@/lib/contracts/common";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { mayRevert } from "@/lib/may-revert";

/** The one place that says which role may do what. */
const granted: Record<Role, readonly Permission[]> = {
  administrator: permissionSchema.options,
  researcher: [
    "project.read",
    "project.write",
    "scene.import",
    "scene.delete",
    "label.write",
    "label.review",
    "dataset.freeze",
    "dataset.delete",
    "run.launch",
    "run.delete",
    "model.write",
    "prediction.create",
    "prediction.delete",
  ],
  analyst: ["project.read", "label.write", "scene.import", "prediction.create"],
  reviewer: ["project.read", "label.write", "label.review", "model.write", "prediction.create"],
};

export function permissionsOf(role: Role): Permission[] {
  return [...granted[role]];
}

/** @throws AppError `forbidden` to who has a one-time password and has not chosen another yet. */
export function requireOwnPassword(me: Me): void {
  if (!me.mustChangePassword) return;
  throw new AppError("forbidden", sentence("server.auth.passwordMustChange"));
}

/** @throws AppError `forbidden` naming the permission that is missing. */
export function requirePermission(
  me: Pick<Me, "role" | "permissions">,
  permission: Permission,
): void {
  if (me.permissions.includes(permission)) return;
  throw new AppError(
    "forbidden",
    sentence("server.auth.notPermitted", { role: me.role, permission }),
  );
}

/**
 * What somebody made is theirs to take back; of others only with the permission.
 *
 * @throws AppError `forbidden`.
 */
export function requireAuthorOr(me: Me, author: Person | null, permission: Permission): void {
  if (author?.id !== me.id) requirePermission(me, permission);
}

/** @throws AppError `forbidden` to who neither did the act nor is an administrator. */
export function requireMayRevert(me: Me, ...authorIds: readonly string[]): void {
  if (mayRevert(me, ...authorIds)) return;
  throw new AppError("forbidden", sentence("server.labels.actOfOthers"));
}
