import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import { api, apiQuery } from "@/lib/api-client";
import type { Area, SceneAreas } from "@/lib/contracts/areas";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { useLiveTopic } from "@/lib/live/live-provider";

const noAreas: SceneAreas = { strict: false, areas: [] };
/** Leases end by the clock, without an event. */
const refreshMs = 60_000;

/** The work areas of a scene. */
export function useAreas(sceneId: string): SceneAreas {
  const { data } = useQuery(
    apiQuery.areas.list.queryOptions({ input: { sceneId }, refetchInterval: refreshMs }),
  );
  return data ?? noAreas;
}

/** Reads the areas again when somebody changes them, and when a lease ends. */
export function useAreaNews(sceneId: string): void {
  const cache = useQueryClient();
  const { areas } = useAreas(sceneId);
  const refetch = () => void cache.invalidateQueries({ queryKey: apiQuery.areas.list.key() });
  useLiveTopic(`scene:${sceneId}`, (event) => {
    if (event.type === "areas.changed") refetch();
  });
  const nextEndMs = Math.min(
    ...areas.flatMap(({ leaseUntilMs }) => (leaseUntilMs === null ? [] : [leaseUntilMs])),
  );
  useEffect(() => {
    const waitMs = nextEndMs - Date.now() + 500;
    // A timer holds at most 24 days; the regular reading comes long before.
    if (!(waitMs >= 0 && waitMs < refreshMs)) return;
    const timer = setTimeout(
      () => void cache.invalidateQueries({ queryKey: apiQuery.areas.list.key() }),
      waitMs,
    );
    return () => clearTimeout(timer);
  }, [nextEndMs, cache]);
}

/** Whose areas one may not label in without being asked, and those of one's own. */
export function ownAreas(areas: readonly Area[], userId: string): Area[] {
  return areas.filter((area) => area.holder?.id === userId);
}

/** Everything that can be done with areas; each ends with the areas read again. */
export function useAreaActs(sceneId: string) {
  const cache = useQueryClient();
  const problemText = useProblemText();
  const options = {
    onSuccess: () => cache.invalidateQueries({ queryKey: apiQuery.areas.list.key() }),
    onError: (error: unknown) => {
      const { title, hint } = problemText(error);
      toast.error(title, { description: hint });
    },
  };
  return {
    claim: useMutation({
      ...options,
      mutationFn: (areaId?: string) =>
        api.areas.claim({ sceneId, ...(areaId !== undefined && { areaId }) }),
    }),
    release: useMutation({
      ...options,
      mutationFn: (areaId: string) => api.areas.release({ areaId }),
    }),
    remove: useMutation({
      ...options,
      mutationFn: (areaId: string) => api.areas.delete({ areaId }),
    }),
    clear: useMutation({ ...options, mutationFn: () => api.areas.clear({ sceneId }) }),
    assign: useMutation({
      ...options,
      mutationFn: (input: { areaId: string; holderId: string }) => api.areas.assign(input),
    }),
    divide: useMutation({
      ...options,
      mutationFn: (input: { rowsPerArea: number; colsPerArea: number; leaseMinutes: number }) =>
        api.areas.divide({ sceneId, ...input }),
    }),
    create: useMutation({
      ...options,
      mutationFn: (input: {
        row: number;
        col: number;
        rows: number;
        cols: number;
        holderId: string | null;
        leaseMinutes: number;
      }) => api.areas.create({ sceneId, ...input }),
    }),
    setRule: useMutation({
      ...options,
      mutationFn: (input: { projectId: string; strict: boolean }) => api.areas.setRule(input),
    }),
  };
}
