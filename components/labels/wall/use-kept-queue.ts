import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { apiQuery } from "@/lib/api-client";
import { type TileQueue, wholeScene } from "./tile-queue";

/** A slider or a seed that is typed changes many times a second; the server hears of the last. */
const sendAfterMs = 400;

/**
 * The order of work that a person chose in a project. The server keeps it, so it is the same in
 * another browser; it changes on screen at once, and stays for this page where it cannot be sent.
 */
export function useKeptQueue(projectId: string): readonly [TileQueue, (queue: TileQueue) => void] {
  const cache = useQueryClient();
  const options = apiQuery.preferences.get.queryOptions({ input: { projectId } });
  const kept = useQuery({ ...options, staleTime: Number.POSITIVE_INFINITY }).data;
  const { mutate } = useMutation(apiQuery.preferences.update.mutationOptions());
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void } | null>(null);
  // A workspace that is left sends what still waits.
  useEffect(
    () => () => {
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      waiting.current.send();
    },
    [],
  );
  const choose = (queue: TileQueue) => {
    void cache.cancelQueries({ queryKey: options.queryKey });
    cache.setQueryData(options.queryKey, (before) => ({ runTable: null, ...before, queue }));
    if (waiting.current) clearTimeout(waiting.current.timer);
    const send = () => {
      waiting.current = null;
      mutate({ projectId, queue });
    };
    waiting.current = { timer: setTimeout(send, sendAfterMs), send };
  };
  return [kept?.queue ?? wholeScene, choose];
}
