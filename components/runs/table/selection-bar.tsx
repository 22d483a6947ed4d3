"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, GitCompareArrows, Pin, PinOff, Tag, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { RemoveRecordsDialog } from "@/components/records/remove-records-dialog";
import { Button } from "@/components/ui/button";
import { api, apiQuery } from "@/lib/api-client";
import type { RunRow } from "@/lib/contracts/run-table";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { TagsDialog } from "./tags-dialog";

/** Compared runs share one address and one answer of curves. */
const maxCompared = 50;
/** Each is asked for and written on its own. */
const maxChanged = 200;

interface SelectionBarProps {
  projectId: string;
  runs: readonly RunRow[];
  may: { change: boolean; remove: boolean };
  onClear: () => void;
}

/** What can be done with the chosen runs; it is only there while some are. */
export function SelectionBar({ projectId, runs, may, onClear }: SelectionBarProps) {
  const t = useTranslations("runTable");
  const tRuns = useTranslations("runs");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [dialog, setDialog] = useState<"tags" | "remove" | null>(null);
  const change = useChangeRuns(() => setDialog(null));
  const ids = runs.map((run) => run.id);
  const allPinned = runs.every((run) => run.pinned);
  const allArchived = runs.every((run) => run.archived);
  const tooMany = runs.length > maxChanged;
  const set = (values: { pinned?: boolean; archived?: boolean }) =>
    change.mutate(ids.map((runId) => ({ runId, ...values })));
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border bg-accent/50 px-3 py-1.5">
      <span className="num mr-1 font-medium">
        {tCommon("selectedCount", { count: runs.length })}
      </span>
      <Button
        size="sm"
        variant="outline"
        disabled={runs.length < 2 || runs.length > maxCompared}
        onClick={() => router.push(`/projects/${projectId}/runs/compare?ids=${ids.join(",")}`)}
      >
        <GitCompareArrows />
        {tRuns("actions.compare")}
      </Button>
      {may.change && (
        <>
          <Button
            size="sm"
            variant="ghost"
            disabled={tooMany}
            onClick={() => set({ pinned: !allPinned })}
          >
            {allPinned ? <PinOff /> : <Pin />}
            {allPinned ? t("bulk.unpin") : t("bulk.pin")}
          </Button>
          <Button size="sm" variant="ghost" disabled={tooMany} onClick={() => setDialog("tags")}>
            <Tag />
            {t("bulk.tag")}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            disabled={tooMany}
            onClick={() => set({ archived: !allArchived })}
          >
            {allArchived ? <ArchiveRestore /> : <Archive />}
            {allArchived ? t("bulk.unarchive") : t("bulk.archive")}
          </Button>
        </>
      )}
      {may.remove && (
        <Button size="sm" variant="ghost" disabled={tooMany} onClick={() => setDialog("remove")}>
          <Trash2 />
          {t("bulk.delete")}
        </Button>
      )}
      {tooMany && (
        <span className="text-muted-foreground">{t("bulk.tooMany", { most: maxChanged })}</span>
      )}
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onClear}>
        {tRuns("clearChoice")}
      </Button>
      <RemoveRecordsDialog
        open={dialog === "remove"}
        kind="run"
        ids={ids}
        onClose={() => setDialog(null)}
        onRemoved={onClear}
      />
      <TagsDialog
        open={dialog === "tags"}
        runs={runs}
        pending={change.isPending}
        onSave={(changes) => change.mutate(changes)}
        onClose={() => setDialog(null)}
      />
    </div>
  );
}

type RunChange = Parameters<typeof api.runs.update>[0];

function useChangeRuns(onDone: () => void) {
  const cache = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: async (changes: readonly RunChange[]) => {
      for (const change of changes) await api.runs.update(change);
    },
    onSuccess: onDone,
    onError: (error) => {
      const { title, message, hint } = problemText(error);
      toast.error(message || title, { description: hint });
    },
    onSettled: () => cache.invalidateQueries({ queryKey: apiQuery.runs.listTable.key() }),
  });
}
