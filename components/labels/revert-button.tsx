import { useMutation, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { api, apiQuery } from "@/lib/api-client";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { mayRevert } from "@/lib/may-revert";
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
    mutationFn: () => revertAct(scene, act),
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
  if (!canLabel || !mayRevert(me, act.author.id)) return null;
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

interface Reverted {
  revertedCount: number;
  keptCount: number;
  /** Names of who labelled those that stay. */
  keptBy: string[];
}

/** A merge or a split of classes goes back in all scenes, with the classes; others in this scene. */
async function revertAct(
  { id: sceneId, projectId }: { id: string; projectId: string },
  { actId, act }: { actId: string; act: string },
): Promise<Reverted> {
  if (act === "merge" || act === "split") {
    const done = await api.classes.revertChange({ projectId, actId });
    return { ...done, keptBy: done.keptBy.map((person) => person.name) };
  }
  const done = await api.labels.revertAct({ sceneId, actId });
  return { ...done, keptBy: done.kept.map((tile) => tile.author.name) };
}

function useKeptText(): (result: Reverted) => string | undefined {
  const t = useTranslations("acts");
  const { locale } = useFormat();
  return ({ keptCount, keptBy }) => {
    if (keptCount === 0) return undefined;
    const names = [...new Set(keptBy)];
    return t("kept", { count: keptCount, names: new Intl.ListFormat(locale).format(names) });
  };
}
