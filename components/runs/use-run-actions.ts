"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { apiQuery } from "@/lib/api-client";
import type { Run } from "@/lib/contracts/runs";
import { useProblemText } from "@/lib/i18n/use-problem-text";

/** Stop and resume, with what they say and the row they bring back. */
export function useRunActions(run: Run) {
  const t = useTranslations("runs");
  const cache = useQueryClient();
  const problemText = useProblemText();
  const keep = (changed: Run) => {
    cache.setQueryData(apiQuery.runs.get.queryKey({ input: { runId: run.id } }), changed);
    void cache.invalidateQueries({ queryKey: apiQuery.runs.list.key() });
  };
  const refuse = (error: unknown) => {
    const { title, message, hint } = problemText(error);
    toast.error(message || title, { description: hint });
  };
  const stop = useMutation(
    apiQuery.runs.stop.mutationOptions({
      onSuccess: (changed) => {
        keep(changed);
        toast(changed.status === "stopping" ? t("toasts.stopping") : t("toasts.stopped"));
      },
      onError: refuse,
    }),
  );
  const resume = useMutation(
    apiQuery.runs.resume.mutationOptions({
      onSuccess: (changed) => {
        keep(changed);
        toast(t("toasts.resumed"));
      },
      onError: refuse,
    }),
  );
  return {
    stop: (mode: "save" | "now") => stop.mutate({ runId: run.id, mode }),
    resume: () => resume.mutate({ runId: run.id }),
    stopping: stop.isPending,
    resuming: resume.isPending,
  };
}
