import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { isActiveJob } from "@/components/jobs/job-link";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { api, apiQuery } from "@/lib/api-client";

import { useWorkspace } from "../workspace-context";
import { PanelBody, PanelFooter } from "./panel-parts";
import { TruthPlanForm } from "./truth-plan-form";
import type { ReadFile } from "./use-truth-state";

/** The second step: waits until the file was read, then plans what its values become. */
export function TruthPlanner({
  file,
  onReadAgain,
  onBack,
  onDone,
}: {
  file: ReadFile;
  onReadAgain: (readingId: string) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("truth");
  const { scene } = useWorkspace();
  const { readingId } = file;
  const job = useQuery(
    apiQuery.jobs.get.queryOptions({
      input: { jobId: readingId },
      refetchInterval: ({ state }) => (!state.data || isActiveJob(state.data) ? 500 : false),
    }),
  );
  const isRead = job.data?.status === "finished";
  const reading = useQuery(
    apiQuery.truth.get.queryOptions({ input: { readingId }, enabled: isRead }),
  );
  const readAgain = useMutation({
    mutationFn: (choice: { layer?: string; attribute?: string; crs?: string }) =>
      api.truth.read({ sceneId: scene.id, source: file.source, ...choice }),
    onSuccess: ({ jobId }) => onReadAgain(jobId),
  });
  if (reading.data) {
    return (
      <TruthPlanForm
        reading={reading.data}
        isReading={readAgain.isPending}
        problem={readAgain.error}
        onReadAgain={readAgain.mutate}
        onBack={onBack}
        onDone={onDone}
      />
    );
  }
  const problem = job.data?.problem ? { data: job.data.problem } : (job.error ?? reading.error);
  return (
    <>
      <PanelBody className="flex flex-col gap-2">
        {problem ? (
          <ErrorNote error={problem} />
        ) : (
          <>
            <p className="text-muted-foreground text-sm">
              {job.data?.status === "canceled" ? t("canceled") : t("reading")}
            </p>
            {job.data?.status !== "canceled" && (
              <Progress value={job.data?.progress.fraction ?? null} aria-label={t("reading")} />
            )}
          </>
        )}
      </PanelBody>
      <PanelFooter>
        <Button variant="outline" size="sm" onClick={onBack}>
          {t("back")}
        </Button>
      </PanelFooter>
    </>
  );
}
