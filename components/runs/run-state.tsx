"use client";

import { CircleSlash, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { formatMetric } from "@/components/charts/format";
import { Progress } from "@/components/ui/progress";
import { Stat } from "@/components/ui/stat";
import { RelativeTime } from "@/components/ui/time";
import { cn } from "@/lib/cn";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { useSaid } from "@/lib/i18n/use-said";
import { isActive } from "@/lib/run-status";
import { runDurationMs } from "./run-duration";
import { useNow } from "./use-now";

const phases = ["packing", "loading", "training", "evaluating", "exporting"] as const;

function isPhase(phase: string | null): phase is (typeof phases)[number] {
  return (phases as readonly (string | null)[]).includes(phase);
}

/** Where a run stands: progress and remaining time, or why it ended. */
export function RunState({ run, onShowLog }: { run: Run; onShowLog: () => void }) {
  return (
    <div className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      <RunMessage run={run} onShowLog={onShowLog} />
      {isActive(run.status) && <RunProgress run={run} />}
      <RunFigures run={run} />
    </div>
  );
}

function RunProgress({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const said = useSaid();
  const { progress } = run;
  const { message, sentence } = progress;
  const doing = message && said({ message, sentence }).message;
  const phase = isPhase(progress.phase) ? t(`phase.${progress.phase}`) : t(`status.${run.status}`);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <span className="min-w-0 truncate">
          <span className="font-medium">{phase}</span>
          {doing && <span className="ml-2 text-muted-foreground">{doing}</span>}
        </span>
        <span className="num">
          {progress.fraction !== null && format.percent(progress.fraction, 0)}
          {progress.remainingMs !== null && (
            <span className="ml-3 text-muted-foreground">
              {t("state.remaining")} {format.duration(progress.remainingMs)}
            </span>
          )}
        </span>
      </div>
      <Progress value={progress.fraction} aria-label={phase} />
    </div>
  );
}

function RunFigures({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const nowMs = useNow(isActive(run.status));
  const durationMs = runDurationMs(run, nowMs);
  const { progress } = run;
  const of = (done: string, total: string | null) =>
    total === null ? done : t("state.outOf", { done, total });
  const metric = (key: string, name: string) =>
    formatMetric(name, key in run.latest ? run.latest[key] : undefined, format.locale);
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4 xl:grid-cols-7">
      <Stat
        label={t("state.step")}
        value={of(
          format.count(progress.step),
          progress.totalSteps === null ? null : format.count(progress.totalSteps),
        )}
      />
      <Stat
        label={t("state.epoch")}
        value={of(
          String(Number(progress.epoch.toFixed(1))),
          progress.totalEpochs === null ? null : String(progress.totalEpochs),
        )}
      />
      <Stat
        label={t("state.duration")}
        value={durationMs === null ? "–" : format.duration(durationMs)}
      />
      <Stat
        label={t("charts.ofSplit", { metric: t("charts.loss"), split: t("split.train") })}
        value={metric("train/loss", "loss")}
      />
      <Stat
        label={t("charts.ofSplit", { metric: t("charts.loss"), split: t("split.val") })}
        value={metric("val/loss", "loss")}
      />
      <Stat label={t("charts.macro_f1")} value={metric("val/macro_f1", "macro_f1")} />
      <Stat
        label={run.endedAtMs === null ? t("state.started") : t("state.ended")}
        value={
          <span className="font-normal text-base">
            {run.startedAtMs === null ? (
              "–"
            ) : (
              <RelativeTime atMs={run.endedAtMs ?? run.startedAtMs} />
            )}
          </span>
        }
        note={run.attempt > 1 ? t("state.attempt", { count: run.attempt }) : undefined}
      />
    </div>
  );
}

/** A sentence for every state that needs one. */
function RunMessage({ run, onShowLog }: { run: Run; onShowLog: () => void }) {
  const t = useTranslations("runs");
  const format = useFormat();
  const said = useSaid();
  const problem = run.problem && said(run.problem);
  const step = format.count(run.progress.step);
  switch (run.status) {
    case "queued":
      return <p>{t("waiting", { count: run.aheadCount })}</p>;
    case "stopping":
      return <Message>{t("stateText.stopping")}</Message>;
    case "stopped":
      if (run.attempt === 0) return <Message>{t("stateText.stoppedBefore")}</Message>;
      return (
        <Message>
          {t(run.resumable ? "stateText.stoppedResumable" : "stateText.stopped", { step })}
        </Message>
      );
    case "failed":
    case "lost":
      return (
        <Message bad hint={problem?.hint} onShowLog={run.attempt > 0 ? onShowLog : undefined}>
          {problem?.message ?? t(`stateText.${run.status}`)}
          {run.resumable && ` ${t("stateText.lostResumable")}`}
        </Message>
      );
    default:
      return null;
  }
}

function Message({
  bad = false,
  hint,
  onShowLog,
  children,
}: {
  bad?: boolean;
  hint?: string | null;
  onShowLog?: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("runs");
  const Icon = bad ? TriangleAlert : CircleSlash;
  return (
    <div role={bad ? "alert" : undefined} className="flex items-start gap-2.5">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", bad ? "text-destructive" : "text-muted-foreground")}
      />
      <div className="min-w-0">
        <p className="break-words">{children}</p>
        {hint && <p className="break-words text-muted-foreground">{hint}</p>}
        {onShowLog && (
          <button type="button" onClick={onShowLog} className="text-primary hover:underline">
            {t("stateText.seeLog")}
          </button>
        )}
      </div>
    </div>
  );
}
