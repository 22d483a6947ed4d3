import type { Me } from "@/lib/contracts/auth";

/** Whether somebody may see what others answered on tiles that are not settled. */
export function maySeeAnswers(me: Pick<Me, "permissions">): boolean {
  return me.permissions.includes("label.review");
}
