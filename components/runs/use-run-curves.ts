"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { apiQuery } from "@/lib/api-client";
import { CurveStore } from "./curve-store";

/** Curves that grew to this many points per asked-for bucket are read again, thinned. */
const growth = 4;

/**
 * The curves of some runs: the server's history, then live points. `buckets` are the pixels to
 * fill. Mount `<RunPoints>` once per run to feed the store.
 */
export function useRunCurves(runIds: readonly string[], buckets: number) {
  const [store] = useState(() => new CurveStore());
  const query = useQuery({
    ...apiQuery.runs.listSeries.queryOptions({ input: { runIds: [...runIds], buckets } }),
    enabled: runIds.length > 0 && buckets > 0,
    placeholderData: keepPreviousData,
    // Live points keep the curves up to date; a reading on every focus would only redraw them.
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
  const { data, refetch } = query;
  useEffect(() => {
    if (data) store.replaceHistory(data);
  }, [store, data]);
  const version = useSyncExternalStore(store.subscribe, store.getVersion, () => 0);
  const grown = buckets > 0 && store.longest() > growth * Math.max(buckets, 250);
  useEffect(() => {
    if (!grown) return;
    store.forgetArrived();
    void refetch();
  }, [grown, store, refetch]);
  return { store, version, query };
}
