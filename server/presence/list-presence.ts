import { type Presence, presenceLostMs } from "@/lib/contracts/presence";
import { getPresenceStore, type PresenceRow } from "../db/presence-store";

/** Who has a scene open now, and at which tile. */
export function listPresence(sceneId: string, nowMs: number = Date.now()): Presence[] {
  const rows = getPresenceStore().list(nowMs - presenceLostMs);
  return rows.filter((row) => row.sceneId === sceneId).map(toPresence);
}

export function toPresence({ tabId, userId, name, row, col }: PresenceRow): Presence {
  return { tabId, person: { id: userId, name }, row, col };
}
