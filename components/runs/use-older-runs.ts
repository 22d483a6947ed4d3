import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api-client";
import { type Run, runsPerPage } from "@/lib/contracts/runs";

/**
 * The runs behind the first page, which the cache holds and keeps up to date.
 *
 * @param newest The first page.
 * @returns All that has been read, and how to read on; `more` is null when there is nothing left.
 */
export function useOlderRuns(projectId: string, newest: readonly Run[]) {
  const [older, setOlder] = useState<readonly Run[]>([]);
  const [isLast, setIsLast] = useState(newest.length < runsPerPage);
  // A run that was resumed comes to the front of the first page and stays in an older one.
  const known = new Set(newest.map((run) => run.id));
  const runs = [...newest, ...older.filter((run) => !known.has(run.id))];
  const read = useMutation({
    mutationFn: (before: string) => api.runs.list({ projectId, before, limit: runsPerPage }),
    onSuccess: (page) => {
      setOlder((before) => [...before, ...page]);
      setIsLast(page.length < runsPerPage);
    },
  });
  const oldest = older.at(-1) ?? newest.at(-1);
  return {
    runs,
    more: isLast || !oldest ? null : () => read.mutate(oldest.id),
    reading: read.isPending,
    error: read.error,
  };
}
