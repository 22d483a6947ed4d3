import { useEffect, useState } from "react";
import { api } from "@/lib/api-client";
import { presenceLostMs } from "@/lib/contracts/presence";
import { useLiveState, useLiveTopic } from "@/lib/live/live-provider";
import { newUuid } from "@/lib/new-uuid";
import type { Tile } from "../tools/tool";
import { useWorkspace } from "../workspace-context";
import { Announcer } from "./announcer";

/** Says where one is on the scene, and hears where the others are. */
export function usePresence(userId: string): void {
  const { scene, cursor, pointer, settings, together } = useWorkspace();
  const [tabId] = useState(newUuid);
  const sceneId = scene.id;

  // Strokes are made far from the cursor: then one is where the pointer is.
  const followsPointer = settings.tool !== "click" && settings.view === "map";
  const [announcer] = useState(
    () => new Announcer(cursor.get(), (tile) => api.presence.announce({ sceneId, tabId, ...tile })),
  );
  useEffect(() => {
    const move = (tile: Tile | null | undefined) => tile && announcer.moveTo(tile);
    const stops = [cursor.subscribe(() => move(cursor.get()))];
    if (followsPointer) stops.push(pointer.subscribe(() => move(pointer.get()?.tile)));
    return () => {
      for (const stop of stops) stop();
    };
  }, [announcer, cursor, pointer, followsPointer]);

  useEffect(() => {
    const leave = () => {
      announcer.stop();
      // The page may be gone before an ordinary request is sent.
      const path = `/api/scenes/${sceneId}/presence/${tabId}`;
      fetch(path, { method: "DELETE", keepalive: true }).catch(() => undefined);
    };
    const look = () => (document.hidden ? leave() : announcer.start());
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", look);
      leave();
    };
  }, [announcer, sceneId, tabId]);

  useLiveTopic(`scene:${sceneId}`, (event) => {
    if (event.type !== "presence.changed" || event.sceneId !== sceneId) return;
    together.others.set(event.present.filter((one) => one.person.id !== userId));
  });
  const isLive = useLiveState() === "live";
  useEffect(() => {
    if (isLive) return;
    // Nobody is heard of: where they were is not where they are.
    const timer = setTimeout(() => together.others.set([]), presenceLostMs);
    return () => clearTimeout(timer);
  }, [isLive, together]);
}
