"use client";

import { ChartLine as ChartIcon } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { formatMetric, formatTick } from "@/components/charts/format";
import { LineChart } from "@/components/charts/line-chart";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/i18n/use-format";
import { ChartChoicesBar, useChartChoices } from "./chart-choices";
import { spanOf, startOf, toLine } from "./chart-lines";
import type { ComparedRun } from "./comparison";
import type { CurveStore } from "./curve-store";
import { metricOf, useAxisFormat } from "./run-charts";
import { RunPoints } from "./run-points";
import { useRunCurves } from "./use-run-curves";
import { useWidth } from "./use-width";

const comparedKeys = [
  "train/loss",
  "val/loss",
  "val/macro_f1",
  "val/accuracy",
  "train/learning_rate",
  "train/gradient_norm",
  "train/samples_per_second",
  "train/memory_bytes",
] as const;
type ComparedKey = (typeof comparedKeys)[number];

/** One chart per metric, all runs in it. */
export function CompareCharts({ compared }: { compared: readonly ComparedRun[] }) {
  const t = useTranslations("runs");
  const [holder, widthPx] = useWidth();
  const { store, version, query } = useRunCurves(
    compared.map(({ run }) => run.id),
    Math.ceil(widthPx / 2),
  );
  const [{ axis }] = useChartChoices();
  const xSpan = spanOf(
    compared.map(({ run }) => store.curvesOf(run.id)),
    axis,
  );
  const known = comparedKeys.filter((key) =>
    compared.some(({ run }) => store.curve(run.id, key)?.steps.length),
  );
  return (
    <div ref={holder} className="flex flex-col gap-4">
      {compared.map(({ run }) => (
        <RunPoints
          key={run.id}
          runId={run.id}
          store={store}
          onMissed={() => void query.refetch()}
        />
      ))}
      <ChartChoicesBar />
      {query.isError && known.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending && known.length === 0 ? (
        <Skeleton className="h-96" />
      ) : known.length === 0 ? (
        <EmptyState icon={ChartIcon} title={t("charts.waiting")} />
      ) : (
        <div className="grid gap-x-6 gap-y-5 lg:grid-cols-2 min-[137.5rem]:grid-cols-3">
          {known.map((key) => (
            <ComparedChart
              key={key}
              curveKey={key}
              compared={compared}
              store={store}
              version={version}
              xSpan={xSpan}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function ComparedChart({
  curveKey,
  compared,
  store,
  version,
  xSpan,
}: {
  curveKey: ComparedKey;
  compared: readonly ComparedRun[];
  store: CurveStore;
  version: number;
  xSpan: readonly [number, number];
}) {
  const t = useTranslations("runs");
  const { locale } = useFormat();
  const [choices] = useChartChoices();
  const formatX = useAxisFormat(choices.axis);
  const metric = metricOf(curveKey);
  const split = curveKey.startsWith("train/") ? "train" : "val";
  const look = compared.map(({ run, style }) => `${run.id}${run.name}${style.colour}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` stands for the runs, the version for curves that grow in place.
  const lines = useMemo(
    () =>
      compared.flatMap(({ run, style }) => {
        const curve = store.curve(run.id, curveKey);
        if (!curve?.steps.length) return [];
        return toLine(curve, {
          key: run.id,
          label: run.name,
          ...style,
          metric,
          axis: choices.axis,
          startMs: startOf(store.curvesOf(run.id)),
          smoothing: choices.smoothing,
        });
      }),
    [look, version, curveKey, choices.axis, choices.smoothing],
  );

  return (
    <LineChart
      title={
        metric === "loss"
          ? t("charts.ofSplit", { metric: t("charts.loss"), split: t(`split.${split}`) })
          : t(`charts.${metric as "accuracy"}`)
      }
      xSpan={xSpan}
      fromZero={metric !== "accuracy" && metric !== "macro_f1"}
      xName={t(`axis.${choices.axis}`)}
      lines={lines}
      syncKey={`compare-${choices.axis}`}
      logY={choices.logScale}
      formatX={formatX}
      formatY={(y) => formatTick(metric, y, locale)}
      formatValue={(y) => formatMetric(metric, y, locale)}
      heightPx={230}
    />
  );
}
