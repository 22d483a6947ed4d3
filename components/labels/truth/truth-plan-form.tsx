import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { isActiveJob } from "@/components/jobs/job-link";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-state";
import { api, apiQuery } from "@/lib/api-client";
import type { TruthPlanInput, TruthReading } from "@/lib/contracts/truth";
import { useSaid } from "@/lib/i18n/use-said";

import { useWorkspace } from "../workspace-context";
import { type Mapping, suggestMapping } from "./mapping";
import { useUndoTruth } from "./truth-acts";
import { TruthCounts } from "./truth-counts";
import { TruthMapping } from "./truth-mapping";
import { TruthOptions } from "./truth-options";
import { TruthPicture } from "./truth-picture";
import { TruthSource } from "./truth-source";

/** What a file holds, what its values become, and what that would do; then it is done. */
export function TruthPlanForm({
  reading,
  isReading,
  problem,
  onReadAgain,
  onBack,
  onDone,
}: {
  reading: TruthReading;
  isReading: boolean;
  problem: unknown;
  onReadAgain: (choice: { layer?: string; attribute?: string; crs?: string }) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("truth");
  const said = useSaid();
  const { classes, scene } = useWorkspace();
  const mayMakeClasses = useMay("project.write");
  const [mapping, setMapping] = useState<Mapping>(() =>
    suggestMapping(reading, classes, mayMakeClasses),
  );
  const [minShare, setMinShare] = useState(0.5);
  const [keepLabelled, setKeepLabelled] = useState(true);
  const plan = {
    readingId: reading.readingId,
    mapping: reading.values.map(({ value }, place) => ({
      value,
      to: mapping[place] ?? { as: "nothing" as const },
    })),
    minShare,
    keepLabelled,
  };
  const preview = useQuery(
    apiQuery.truth.preview.queryOptions({
      input: useDeferredValue(plan),
      placeholderData: keepPreviousData,
    }),
  );
  const { apply, isApplying, applyProblem } = useApplyTruth(onDone);
  return (
    <>
      <DialogBody className="grid gap-5 md:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3">
          <TruthSource reading={reading} disabled={isReading} onReadAgain={onReadAgain} />
          {reading.notes.map((note) => (
            <p key={note.code} className="text-muted-foreground text-sm">
              {said(note).message}
            </p>
          ))}
          <TruthMapping
            reading={reading}
            classes={classes}
            mapping={mapping}
            mayMakeClasses={mayMakeClasses}
            onChange={setMapping}
          />
          <TruthOptions
            minShare={minShare}
            keepLabelled={keepLabelled}
            countsPoints={reading.kind === "table"}
            onShare={setMinShare}
            onKeep={setKeepLabelled}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          {preview.data && <TruthPicture scene={scene} preview={preview.data} />}
          {preview.data && <TruthCounts preview={preview.data} />}
          {preview.error && <ErrorNote error={preview.error} />}
        </div>
      </DialogBody>
      <DialogFooter>
        <div className="mr-auto min-w-0">
          {(applyProblem ?? problem) != null && <ErrorNote error={applyProblem ?? problem} />}
        </div>
        <Button variant="outline" onClick={onBack} disabled={isApplying}>
          {t("back")}
        </Button>
        <Button
          loading={isApplying}
          disabled={!preview.data || preview.data.changedCount === 0 || isReading}
          onClick={() => apply(plan)}
        >
          {t("apply", { count: preview.data?.changedCount ?? 0 })}
        </Button>
      </DialogFooter>
    </>
  );
}

/** Starts the labelling, waits for its end, and offers to take it back. */
function useApplyTruth(onDone: () => void) {
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
