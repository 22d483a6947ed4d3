import type { Me } from "@/lib/contracts/auth";
import { getPresenceStore } from "../db/presence-store";
import { getPresenceWatch } from "./presence-watch";

/** A tab is closed, hidden or on another scene. Others are told at once. */
export function leavePresence(tabId: string, me: Me): void {
  getPresenceStore().remove(tabId, me.id);
  getPresenceWatch().changed();
}
