import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import {
  type announcePresenceInputSchema,
  presenceIntervalMs,
  presenceLostMs,
} from "@/lib/contracts/presence";
import { getPresenceStore } from "../db/presence-store";
import { requireScene } from "../scenes/queries";
import { getPresenceWatch } from "./presence-watch";

/**
 * Says where a browser tab is. It is forgotten when it does not say so again in time.
 *
 * @returns How long the tab waits before it says the next tile: everybody hears everybody.
 * @throws AppError `not_found`.
 */
export async function announcePresence(
  { sceneId, tabId, row, col }: z.output<typeof announcePresenceInputSchema>,
  me: Me,
  nowMs: number = Date.now(),
): Promise<{ againAfterMs: number }> {
  await requireScene(sceneId);
  const store = getPresenceStore();
  store.put({ tabId, sceneId, userId: me.id, name: me.name, row, col, seenAtMs: nowMs });
  getPresenceWatch().changed();
  return { againAfterMs: presenceIntervalMs(store.countOn(sceneId, nowMs - presenceLostMs)) };
}
