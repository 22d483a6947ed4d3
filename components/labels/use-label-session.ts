import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Problem } from "@/lib/contracts/common";
import type { Class } from "@/lib/contracts/projects";
import type { Scene } from "@/lib/contracts/scenes";
import { useLiveTopic } from "@/lib/live/live-provider";
import type { EditHistory } from "./edit-history";
import { LabelSession } from "./label-session";
import { indexedPendingStore } from "./pending-store";
import { afterNextFrame, RestingHand } from "./resting-hand";
import type { TogetherStores } from "./together/together-stores";

/** The session of the scene on screen: opened, kept live, and closed with the page. */
export function useLabelSession(
  scene: Scene,
  classes: readonly Class[],
  userId: string,
  history: EditHistory,
  onRefused: (problem: Problem, tileCount: number) => void,
  { conflicts, guard }: TogetherStores,
): LabelSession {
  // The session outlives a switch of the language; what it tells is said in the present one.
  const tellRefused = useRef(onRefused);
  useEffect(() => {
    tellRefused.current = onRefused;
  }, [onRefused]);
  const [hand] = useState(() => new RestingHand());
  useEffect(() => hand.watch(), [hand]);
  const [session] = useState(
    () =>
      new LabelSession({
        sceneId: scene.id,
        userId,
        gridRows: scene.gridRows,
        gridCols: scene.gridCols,
        classes,
        store: indexedPendingStore(),
        history,
        readPlane: (sceneId) => api.labels.getPlane({ sceneId }),
        readRevision: async (sceneId) => (await api.labels.counts({ sceneId })).revision,
        send: async (batch) => {
          // The label's frame comes first: on small machines the server wants the same processor.
          await new Promise<void>(afterNextFrame);
          return api.labels.apply(batch);
        },
        onRefused: (problem, tileCount) => tellRefused.current(problem, tileCount),
        onConflicts: (sceneId, kept) => conflicts.add(sceneId, kept),
        mayLabel: guard.mayLabel,
        schedule: (tell) => hand.whenResting(tell),
        isOnline: () => navigator.onLine,
      }),
  );
  useEffect(() => {
    void session.open();
    const wake = () => session.wake();
    window.addEventListener("online", wake);
    window.addEventListener("offline", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", wake);
      document.removeEventListener("visibilitychange", wake);
      session.close();
    };
  }, [session]);
  useLiveTopic(`scene:${scene.id}`, (event) => {
    if (event.type === "labels.changed") session.receive(event);
    if (event.type === "connected") void session.catchUp();
    if (event.type === "resync") void session.resync();
  });
  return session;
}
