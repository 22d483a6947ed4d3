import { useQueryClient } from "@tanstack/react-query";
import { apiQuery } from "@/lib/api-client";

/** To call after classes were merged, split, reverted or imported: reads the project again. */
export function useClassesChanged(projectId: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    // Read before the list begins anew as a copy of it.
    await queries.refetchQueries({
      queryKey: apiQuery.projects.get.queryKey({ input: { projectId } }),
    });
    void queries.invalidateQueries({ queryKey: apiQuery.projects.list.key() });
    void queries.invalidateQueries({ queryKey: apiQuery.classes.key() });
    void queries.invalidateQueries({ queryKey: apiQuery.labels.key() });
  };
}
