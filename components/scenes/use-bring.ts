"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, apiQuery } from "@/lib/api-client";
import type { BringHow } from "./place-choice";

/** Starts the imports of files of other hosts: one for each, or one for all. */
export function useBring(projectId: string, onStarted: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ addresses, how }: { addresses: string[]; how: BringHow }) => {
      const groups = how === "together" ? [addresses] : addresses.map((address) => [address]);
      for (const group of groups) {
        await api.scenes.import({
          projectId,
          kind: "raster",
          source: { from: "addresses", addresses: group },
          inPlace: how === "inPlace",
        });
      }
    },
    onSuccess: onStarted,
    onSettled: () => queryClient.invalidateQueries({ queryKey: apiQuery.jobs.key() }),
  });
}
