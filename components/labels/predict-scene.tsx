import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/components/auth/me-context";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { api, apiQuery } from "@/lib/api-client";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "./workspace-context";

/** Chooses a model, starts the prediction of the whole scene, and shows it when it is there. */
export function PredictScene() {
  const t = useTranslations("labels");
  const me = useMe();
  const { scene, project, prediction } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const [chosenModel, setChosenModel] = useState<string | null>(null);
  const [started, setStarted] = useState<{ jobId: string; predictionId: string } | null>(null);
  const tReview = useTranslations("review");
  const offered = useQuery(
    apiQuery.models.listOffered.queryOptions({
      input: isOpen ? { projectId: project.id } : skipToken,
    }),
  );
  const modelId = chosenModel ?? offered.data?.models[0]?.id ?? null;
  const create = useMutation({
    mutationFn: (id: string) => api.predictions.create({ sceneId: scene.id, modelId: id }),
    onSuccess: (made) => {
      setStarted({ jobId: made.jobId, predictionId: made.id });
      setOpen(false);
    },
  });
  if (!me.permissions.includes("prediction.create")) return null;
  return (
    <div className="mt-3">
      {started && (
        <PredictionProgress
          key={started.jobId}
          jobId={started.jobId}
          onFinished={() => {
            prediction.choose(started.predictionId);
            prediction.setVisible(true);
            setStarted(null);
          }}
        />
      )}
      <Popover open={isOpen} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <Button variant="outline" size="sm" className="w-full">
            <ScanSearch />
            {t("predictScene")}
          </Button>
        </PopoverTrigger>
        <PopoverContent align="end">
          <h3 className="font-medium">{t("predictScene")}</h3>
          <p className="mt-0.5 text-muted-foreground text-sm">{t("predictSceneHelp")}</p>
          {offered.data?.models.length === 0 && offered.data.rule === "approved-only" ? (
            <p className="mt-3 text-sm">{tReview("noneOffered")}</p>
          ) : offered.data?.models.length === 0 ? (
            <p className="mt-3 text-sm">
              {t("noModels")}{" "}
              <Link className="text-primary underline" href={`/projects/${project.id}/runs/new`}>
                {t("newRun")}
              </Link>
            </p>
          ) : (
            <div className="mt-3 flex flex-col gap-2">
              <Select value={modelId ?? ""} onValueChange={setChosenModel}>
                <SelectTrigger aria-label={t("model")}>
                  <SelectValue placeholder={t("model")} />
                </SelectTrigger>
                <SelectContent>
                  {(offered.data?.models ?? []).map((model) => (
                    <SelectItem key={model.id} value={model.id}>
                      {[
                        model.name,
                        model.isDefault
                          ? tReview("default")
                          : model.review && tReview(`status.${model.review.status}`),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
              {offered.data && (
                <p className="text-muted-foreground text-sm">
                  {tReview(`rule.${offered.data.rule}`)}
                </p>
              )}
              <Button
                loading={create.isPending}
                disabled={modelId === null}
                onClick={() => modelId && create.mutate(modelId)}
              >
                {t("start")}
              </Button>
            </div>
          )}
          {(create.error ?? offered.error) && (
            <ErrorNote error={create.error ?? offered.error} className="mt-2" />
          )}
        </PopoverContent>
      </Popover>
    </div>
  );
}

function PredictionProgress({ jobId, onFinished }: { jobId: string; onFinished: () => void }) {
  const t = useTranslations("labels");
  const format = useFormat();
  const cache = useQueryClient();
  const { data: job } = useQuery(
    apiQuery.jobs.get.queryOptions({
      input: { jobId },
      // Live events bring progress; this only catches an event that got lost.
      refetchInterval: 3000,
    }),
  );
  const status = job?.status;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the job ends.
  useEffect(() => {
    if (status !== "finished") return;
    void cache.invalidateQueries({ queryKey: apiQuery.predictions.list.key() }).then(onFinished);
  }, [status]);
  if (job?.problem) {
    return <ErrorNote error={{ data: job.problem }} className="mb-2" />;
  }
  const remaining = job?.progress.remainingMs;
  return (
    <div className="mb-2 flex flex-col gap-1">
      <div className="num flex justify-between text-muted-foreground text-sm">
        <span>
          {job?.status === "queued"
            ? t("waitingAhead", { count: job.aheadCount })
            : t("predicting")}
        </span>
        {remaining != null && <span>{format.duration(remaining)}</span>}
      </div>
      <Progress value={job?.progress.fraction ?? null} aria-label={t("predicting")} />
    </div>
  );
}
