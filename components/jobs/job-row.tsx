"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleSlash, CircleX, Clock, LoaderCircle, Square, X } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { api } from "@/lib/api-client";
import { cn } from "@/lib/cn";
import type { Job } from "@/lib/contracts/jobs";
import { useFormat } from "@/lib/i18n/use-format";
import { useProblemText } from "@/lib/i18n/use-problem-text";
import { useSaid } from "@/lib/i18n/use-said";
import { isActiveJob, jobLink } from "./job-link";
import { useJobTitle } from "./use-job-title";

const icons = {
  queued: Clock,
  running: LoaderCircle,
  finished: CircleCheck,
  failed: CircleX,
  canceled: CircleSlash,
} as const;

const tones = {
  queued: "text-muted-foreground",
  running: "animate-spin text-primary",
  finished: "text-success",
  failed: "text-destructive",
  canceled: "text-muted-foreground",
} as const;

/** Stopping a training keeps its checkpoint; everything else is simply canceled. */
async function stopJob(job: Job): Promise<void> {
  if (job.kind === "run.fit" && job.subjectId) {
    await api.runs.stop({ runId: job.subjectId, mode: "save" });
  } else {
    await api.jobs.cancel({ jobId: job.id });
  }
}

/** One job with its state, progress, remaining time and a stop; failures say why. */
export function JobRow({
  job,
  onOpen,
  onDismiss,
}: {
  job: Job;
  /** Somebody follows the link. */
  onOpen?: () => void;
  /** Takes the row out of sight. */
  onDismiss?: () => void;
}) {
  const t = useTranslations("jobs");
  const problemText = useProblemText();
  const title = useJobTitle()(job);
  const stop = useMutation({
    mutationFn: stopJob,
    onError: (error) => {
      const { title, message } = problemText(error);
      toast.error(title, { description: message });
    },
  });
  const Icon = icons[job.status];
  const href = jobLink(job);
  return (
    <div className="flex items-start gap-2.5 px-3 py-2.5">
      <Icon className={cn("mt-0.5 size-4 shrink-0", tones[job.status])} aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <p className="min-w-0 truncate font-medium">
            {href ? (
              <Link href={href} onClick={onOpen} className="rounded-sm hover:underline">
                {title}
              </Link>
            ) : (
              title
            )}
          </p>
          <span className="num ml-auto shrink-0 text-muted-foreground text-sm">
            {job.endedAtMs ? <RelativeTime atMs={job.endedAtMs} /> : t(`status.${job.status}`)}
          </span>
        </div>
        <JobState job={job} />
      </div>
      {isActiveJob(job) && (
        <Tooltip content={job.kind === "run.fit" ? t("stopRun") : t("stop")}>
          <Button
            variant="ghost"
            size="icon-xs"
            aria-label={t("stopNamed", { title })}
            disabled={stop.isPending || stop.isSuccess}
            onClick={() => stop.mutate(job)}
          >
            <Square className="fill-current" />
          </Button>
        </Tooltip>
      )}
      {onDismiss && (
        <Button
          variant="ghost"
          size="icon-xs"
          aria-label={t("dismissNamed", { title })}
          onClick={onDismiss}
        >
          <X />
        </Button>
      )}
    </div>
  );
}

function JobState({ job }: { job: Job }) {
  const t = useTranslations("jobs");
  const format = useFormat();
  const said = useSaid();
  const title = useJobTitle()(job);
  if (job.status === "queued") {
    return (
      <p className="text-muted-foreground text-sm">
        {t(`kind.${kindKey(job.kind)}`)} · {t("ahead", { count: job.aheadCount })}
      </p>
    );
  }
  if (job.status === "running") {
    const { fraction, message, sentence, remainingMs } = job.progress;
    const doing = message && said({ message, sentence }).message;
    return (
      <>
        <Progress value={fraction} className="mt-1.5" aria-label={title} />
        <p className="mt-1 flex gap-2 text-muted-foreground text-sm">
          <span className="min-w-0 truncate">{doing ?? t(`kind.${kindKey(job.kind)}`)}</span>
          <span className="num ml-auto shrink-0">
            {fraction !== null && format.percent(fraction, 0)}
            {remainingMs !== null && ` · ${t("remaining", { time: format.duration(remainingMs) })}`}
          </span>
        </p>
      </>
    );
  }
  if (job.status === "failed" && job.problem) {
    const { message, hint } = said(job.problem);
    return (
      <p className="break-words text-sm">
        <span className="text-destructive">{message}</span>
        {hint && <span className="text-muted-foreground"> {hint}</span>}
      </p>
    );
  }
  const tookMs = job.startedAtMs && job.endedAtMs ? job.endedAtMs - job.startedAtMs : null;
  return (
    <p className="text-muted-foreground text-sm">
      {t(`kind.${kindKey(job.kind)}`)}
      {job.status === "canceled" && ` · ${t("status.canceled")}`}
      {tookMs !== null && ` · ${format.duration(tookMs)}`}
    </p>
  );
}

/** Message keys cannot hold dots. */
function kindKey(kind: Job["kind"]) {
  const keys = {
    "scene.import": "sceneImport",
    "run.fit": "runFit",
    "prediction.predict": "predictionPredict",
    "dataset.export": "datasetExport",
    "tiles.export": "tilesExport",
    "truth.read": "truthRead",
    "truth.apply": "truthApply",
    "opinions.weigh": "opinionsWeigh",
    "project.demonstrate": "projectDemonstrate",
  } as const;
  return keys[kind];
}
