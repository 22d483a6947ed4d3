import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RecordKind, recordCalls } from "./record-kinds";

/** Renames or archives a run, a model or a dataset, and has shown what changed. */
export function useUpdateRecord(kind: RecordKind, id: string) {
  const cache = useQueryClient();
  const { update, keys } = recordCalls[kind];
  return useMutation({
    mutationFn: (change: { name?: string; archived?: boolean }) => update(id, change),
    onSuccess: async () => {
      await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
}
