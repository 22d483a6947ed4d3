import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { apiQuery } from "@/lib/api-client";
import type { RunTableView } from "@/lib/contracts/run-table";
import { usualView } from "./run-table-view";

/** Choices come in bursts; the server hears of the last. */
const sendAfterMs = 400;

/**
 * How the person looks at the runs of a project: kept on the server, changed on screen at once.
 *
 * @returns null until it is known.
 */
export function useRunTableView(
  projectId: string,
): [RunTableView | null, (change: Partial<RunTableView>) => void] {
  const cache = useQueryClient();
  const options = apiQuery.preferences.get.queryOptions({ input: { projectId } });
  const kept = useQuery({ ...options, staleTime: Number.POSITIVE_INFINITY });
  const { mutate } = useMutation(apiQuery.preferences.update.mutationOptions());
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void } | null>(null);
  // A page that is left sends what still waits.
  useEffect(
    () => () => {
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      waiting.current.send();
    },
    [],
  );
  const view = kept.isPending ? null : (kept.data?.runTable ?? usualView);
  const choose = (change: Partial<RunTableView>) => {
    const runTable = { ...(view ?? usualView), ...change };
    cache.setQueryData(options.queryKey, (before) => ({ queue: null, ...before, runTable }));
    if (waiting.current) clearTimeout(waiting.current.timer);
    const send = () => {
      waiting.current = null;
      mutate({ projectId, runTable });
    };
    waiting.current = { timer: setTimeout(send, sendAfterMs), send };
  };
  return [view, choose];
}
