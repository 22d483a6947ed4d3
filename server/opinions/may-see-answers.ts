import { type Me, roleSchema } from "@/lib/contracts/auth";
import { permissionsOf } from "../auth/permissions";

/** Whether somebody may see what others answered on tiles that are not settled. */
export function maySeeAnswers(me: Pick<Me, "permissions">): boolean {
  return me.permissions.includes("label.review");
}

/** The roles of people who may. */
export function reviewingRoles() {
  return roleSchema.options.filter((role) => maySeeAnswers({ permissions: permissionsOf(role) }));
}
