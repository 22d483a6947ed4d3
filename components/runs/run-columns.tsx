"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { formatMetric, noValue } from "@/components/charts/format";
import type { ColumnDef } from "@/components/ui/data-table";
import { Progress } from "@/components/ui/progress";
import { authorColumn, createdColumn, nameColumn } from "@/components/ui/record-columns";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { isActive } from "@/lib/run-status";
import { runDurationMs } from "./run-duration";
import { RunStatusBadge } from "./run-status-badge";
import { useNow } from "./use-now";

/** The columns of the list of runs. Figures of validation: the best for quality, the last for loss. */
export function useRunColumns(): ColumnDef<Run>[] {
  const t = useTranslations("runs");
  const { locale } = useFormat();
  return useMemo(() => {
    const figure = (
      id: "macroF1" | "accuracy" | "loss",
      metric: string,
      read: (run: Run) => number | null | undefined,
    ): ColumnDef<Run> => ({
      id,
      header: t(`columns.${id}`),
      accessorFn: (run) => read(run) ?? undefined,
      sortUndefined: "last",
      meta: { numeric: true },
      cell: ({ row }) => formatMetric(metric, read(row.original), locale),
    });
    return [
      {
        id: "status",
        header: t("columns.status"),
        accessorFn: (run) => run.status,
        meta: { className: "w-40" },
        cell: ({ row }) => <StatusCell run={row.original} />,
      },
      nameColumn(t("columns.name"), (run) => `/projects/${run.projectId}/runs/${run.id}`),
      {
        id: "dataset",
        header: t("columns.dataset"),
        accessorFn: (run) => run.datasetName,
        meta: { className: "max-w-52 truncate" },
      },
      {
        id: "method",
        header: t("columns.method"),
        accessorFn: (run) => run.config.method,
        cell: ({ row }) => t(`methodName.${row.original.config.method}`),
      },
      figure("macroF1", "macro_f1", (run) => run.best["val/macro_f1"]),
      figure("accuracy", "accuracy", (run) => run.best["val/accuracy"]),
      figure("loss", "loss", (run) => run.latest["val/loss"] ?? run.latest["train/loss"]),
      {
        id: "duration",
        header: t("columns.duration"),
        accessorFn: (run) => runDurationMs(run, Date.now()) ?? undefined,
        sortUndefined: "last",
        meta: { numeric: true },
        cell: ({ row }) => <DurationCell run={row.original} />,
      },
      authorColumn(t("columns.by")),
      createdColumn(t("columns.when")),
    ];
  }, [t, locale]);
}

function StatusCell({ run }: { run: Run }) {
  const t = useTranslations("runs");
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-2">
        <RunStatusBadge status={run.status} />
        {run.status === "queued" && (
          <span className="num text-muted-foreground text-sm">
            {t("ahead", { count: run.aheadCount })}
          </span>
        )}
      </span>
      {isActive(run.status) && (
        <Progress value={run.progress.fraction} className="h-1 w-32" aria-label={run.name} />
      )}
    </div>
  );
}

function DurationCell({ run }: { run: Run }) {
  const format = useFormat();
  const nowMs = useNow(isActive(run.status));
  const durationMs = runDurationMs(run, nowMs);
  return durationMs === null ? noValue : format.duration(durationMs);
}
