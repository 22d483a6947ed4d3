import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { EditHistory, HistoryStep } from "./edit-history";
import type { LabelSession } from "./label-session";

/** Takes the step for which this scene was put on screen, as soon as its labels are there. */
export function useAskedStep(
  session: LabelSession,
  history: EditHistory,
  sceneId: string,
  take: (step: HistoryStep) => void,
): void {
  const ready = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().ready,
    () => false,
  );
  const takeAsked = useEffectEvent(() => {
    const step = history.takeAsked(sceneId);
    if (step) take(step);
  });
  useEffect(() => {
    if (ready) takeAsked();
  }, [ready]);
}
