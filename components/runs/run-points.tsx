"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useLiveTopic } from "@/lib/live/live-provider";
import { patchCache } from "@/lib/live/patch-cache";
import type { CurveStore } from "./curve-store";

/** Listens to one run: its points go into the store, its state into the query cache. */
export function RunPoints({
  runId,
  store,
  onMissed,
}: {
  runId: string;
  store: CurveStore;
  /** Events were missed; the history has to be read again. */
  onMissed: () => void;
}) {
  const cache = useQueryClient();
  useLiveTopic(`run:${runId}`, (event) => {
    if (event.type === "run.points") {
      if (event.runId === runId) store.append(event);
      return;
    }
    if (event.type === "resync") onMissed();
    patchCache(cache, event);
  });
  return null;
}
