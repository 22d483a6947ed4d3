import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { isActiveJob } from "@/components/jobs/job-link";
import { api, apiQuery } from "@/lib/api-client";
import type { TruthPlanInput } from "@/lib/contracts/truth";
import { useUndoTruth } from "./truth-acts";

/** Starts the labelling, waits for its end, and offers to take it back. */
export function useApplyTruth(onDone: () => void) {
  const t = useTranslations("truth");
  const cache = useQueryClient();
  const undo = useUndoTruth();
  const apply = useMutation({ mutationFn: (plan: TruthPlanInput) => api.truth.apply(plan) });
  const jobId = apply.data?.jobId;
  const { data: job } = useQuery(
    apiQuery.jobs.get.queryOptions({
      input: { jobId: jobId ?? "" },
      enabled: jobId !== undefined,
      refetchInterval: ({ state }) => (!state.data || isActiveJob(state.data) ? 500 : false),
    }),
  );
  const status = job?.status;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the job ends.
  useEffect(() => {
    const actId = apply.data?.actId;
    if (status !== "finished" || actId === undefined) return;
    toast.success(t("applied"), {
      action: { label: t("undo"), onClick: () => undo.mutate(actId) },
    });
    void cache.invalidateQueries({ queryKey: apiQuery.truth.listActs.key() });
    onDone();
  }, [status]);
  const hasEnded = status === "failed" || status === "canceled" || status === "finished";
  return {
    apply: apply.mutate,
    isApplying: apply.isPending || (jobId !== undefined && !hasEnded),
    applyProblem: job?.problem ? { data: job.problem } : apply.error,
  };
}
