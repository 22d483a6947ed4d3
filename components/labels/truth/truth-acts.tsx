import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { api, apiQuery } from "@/lib/api-client";
import { useFormat } from "@/lib/i18n/use-format";
import { mayRevert } from "@/lib/may-revert";
import { useWorkspace } from "../workspace-context";

/** What was labelled from files in this scene, each with its undo. */
export function TruthActs() {
  const t = useTranslations("truth");
  const format = useFormat();
  const me = useMe();
  const { scene } = useWorkspace();
  const undo = useUndoTruth();
  const acts = useQuery(apiQuery.truth.listActs.queryOptions({ input: { sceneId: scene.id } }));
  if (!acts.data?.length) return acts.error ? <ErrorNote error={acts.error} /> : null;
  return (
    <section aria-label={t("before")}>
      <h3 className="mb-1 font-medium text-sm">{t("before")}</h3>
      <ul className="flex flex-col divide-y rounded-md border">
        {acts.data.map((act) => (
          <li key={act.actId} className="flex items-center gap-2 px-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="truncate" title={act.fileName}>
                {act.fileName}
              </p>
              <p className="num text-muted-foreground">
                {t("actFacts", {
                  amount: act.changedCount,
                  count: format.count(act.changedCount),
                  who: act.author.name,
                  when: format.relativeTime(act.atMs),
                })}
              </p>
            </div>
            {act.reverted ? (
              <span className="text-muted-foreground">{t("undone")}</span>
            ) : (
              mayRevert(me, act.author.id) && (
                <Button
                  variant="ghost"
                  size="sm"
                  loading={undo.isPending && undo.variables === act.actId}
                  onClick={() => undo.mutate(act.actId)}
                >
                  <Undo2 />
                  {t("undo")}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {undo.error && <ErrorNote error={undo.error} className="mt-2" />}
    </section>
  );
}

/** Takes an act back; tiles that somebody labelled since stay. */
export function useUndoTruth() {
  const t = useTranslations("truth");
  const cache = useQueryClient();
  const { scene } = useWorkspace();
  return useMutation({
    mutationFn: (actId: string) => api.labels.revertAct({ sceneId: scene.id, actId }),
    onSuccess: ({ revertedCount }) => {
      toast.success(t("tookBack", { count: revertedCount }));
      return cache.invalidateQueries({ queryKey: apiQuery.truth.listActs.key() });
    },
  });
}
