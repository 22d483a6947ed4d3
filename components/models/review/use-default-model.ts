import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { apiQuery } from "@/lib/api-client";
import { useProblemText } from "@/lib/i18n/use-problem-text";

/** Chooses the default model of a project, or none. */
export function useSetDefaultModel() {
  const t = useTranslations("review");
  const cache = useQueryClient();
  const problemText = useProblemText();
  return useMutation(
    apiQuery.models.setDefault.mutationOptions({
      onSuccess: async ({ current }) => {
        toast.success(current ? t("defaultChanged", { name: current.name }) : t("defaultCleared"));
        await Promise.all(
          (["get", "list", "getDefault", "listOffered"] as const).map((query) =>
            cache.invalidateQueries({ queryKey: apiQuery.models[query].key() }),
          ),
        );
      },
      onError: (error) => {
        const { title, message, hint } = problemText(error);
        toast.error(message || title, { description: hint });
      },
    }),
  );
}
