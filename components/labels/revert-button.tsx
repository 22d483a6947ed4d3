import { useMutation, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { api, apiQuery } from "@/lib/api-client";
import type { RevertResult } from "@/lib/contracts/labels";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { useActName } from "./use-act-name";
import { useWorkspace } from "./workspace-context";

/** Takes an act back as a whole; only there for its author and for administrators. */
export function RevertButton({
  act,
}: {
  act: { actId: string; act: string; tileCount: number; author: { id: string } };
}) {
  const t = useTranslations("acts");
  const me = useMe();
  const { scene, canLabel } = useWorkspace();
  const actName = useActName();
  const tellKept = useKeptText();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const revert = useMutation({
    mutationFn: () => api.labels.revertAct({ sceneId: scene.id, actId: act.actId }),
    onSuccess: (result) => {
      const text =
        result.revertedCount > 0
          ? t("reverted", { count: result.revertedCount })
          : t("nothingReverted");
      toast.success(text, { description: tellKept(result) });
      void queries.invalidateQueries({ queryKey: apiQuery.labels.key() });
    },
    onError: (error) => toast.error(problemText(error).title),
  });
  if (!canLabel || (act.author.id !== me.id && me.role !== "administrator")) return null;
  const label = t("revertThis", { act: actName(act.act), count: act.tileCount });
  return (
    <Tooltip content={label}>
      <Button
        variant="ghost"
        size="icon-sm"
        className="-my-1 size-6"
        aria-label={label}
        disabled={revert.isPending}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => revert.mutate()}
      >
        <History />
      </Button>
    </Tooltip>
  );
}

function useKeptText(): (result: RevertResult) => string | undefined {
  const t = useTranslations("acts");
  const { locale } = useFormat();
  return ({ keptCount, kept }) => {
    if (keptCount === 0) return undefined;
    const names = [...new Set(kept.map((tile) => tile.author.name))];
    return t("kept", { count: keptCount, names: new Intl.ListFormat(locale).format(names) });
  };
}
