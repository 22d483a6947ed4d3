import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { api, apiQuery } from "@/lib/api-client";
import type { View } from "@/lib/contracts/views";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { movedBefore } from "./view-order";
import { useWorkspace } from "./workspace-context";

/** What of the present look is saved. */
export function useShownLook() {
  const { scene, rendering, looks } = useWorkspace();
  return {
    rendering,
    stretchName: looks.savedStretchName,
    bandNames: rendering.bands.map((index) => scene.bands[index - 1]?.name ?? ""),
  };
}

export function useTellProblem() {
  const problemText = useProblemText();
  return (error: unknown) => {
    const { title, hint } = problemText(error);
    toast.error(title, { description: hint });
  };
}

/** What can be done to the saved views of a project; a deleted one can be brought back. */
export function useViewActions() {
  const t = useTranslations("labels");
  const tCommon = useTranslations("common");
  const { scene } = useWorkspace();
  const { projectId } = scene;
  const cache = useQueryClient();
  const onError = useTellProblem();
  const { queryKey } = apiQuery.views.list.queryOptions({ input: { projectId } });
  const refetch = () => cache.invalidateQueries({ queryKey });
  const update = useMutation(
    apiQuery.views.update.mutationOptions({ onError, onSuccess: refetch }),
  );
  const reorder = useMutation(
    apiQuery.views.reorder.mutationOptions({
      onSuccess: (views) => cache.setQueryData(queryKey, views),
      onError: (error) => {
        onError(error);
        void refetch();
      },
    }),
  );
  const bringBack = useMutation({
    mutationFn: async ({ view, next }: { view: View; next: string | null }) => {
      const { name, rendering, stretchName, bandNames, isDefault } = view;
      const look = { name, rendering, stretchName, bandNames, isDefault };
      const made = await api.views.create({ projectId, ...look });
      const ids = (await api.views.list({ projectId })).map((one) => one.id);
      await api.views.reorder({ projectId, viewIds: movedBefore(ids, made.id, next) });
    },
    onSuccess: refetch,
    onError,
  });
  const remove = useMutation({
    mutationFn: async (view: View) => {
      const ids = (cache.getQueryData(queryKey) ?? []).map((one) => one.id);
      await api.views.delete({ viewId: view.id });
      return { view, next: ids[ids.indexOf(view.id) + 1] ?? null };
    },
    onSuccess: ({ view, next }) => {
      toast.success(t("viewDeleted", { name: view.name }), {
        action: { label: tCommon("undo"), onClick: () => bringBack.mutate({ view, next }) },
      });
      return refetch();
    },
    onError,
  });
  const moveBefore = (viewId: string, before: string | null) => {
    const listed = cache.getQueryData(queryKey) ?? [];
    const ids = listed.map((one) => one.id);
    const viewIds = movedBefore(ids, viewId, before);
    if (viewIds.join() === ids.join()) return;
    const ordered = viewIds.flatMap((id) => listed.find((one) => one.id === id) ?? []);
    cache.setQueryData(queryKey, ordered);
    reorder.mutate({ projectId, viewIds });
  };
  return { update: update.mutate, remove: remove.mutate, moveBefore };
}
