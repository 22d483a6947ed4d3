"use client";

import { ChartLine as ChartIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { lineStyle } from "@/components/charts/colours";
import { type Curve, type CurveAxis, epochMarks } from "@/components/charts/curves";
import { formatMetric, formatTick } from "@/components/charts/format";
import { LineChart } from "@/components/charts/line-chart";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { hasEnded } from "@/lib/run-status";
import { ChartChoicesBar, useChartChoices } from "./chart-choices";
import { spanOf, startOf, toLine } from "./chart-lines";
import { RunPoints } from "./run-points";
import { useRunCurves } from "./use-run-curves";
import { useWidth } from "./use-width";

interface ChartPlan {
  name: keyof typeof plainNames;
  keys: readonly string[];
}

const plainNames = {
  loss: true,
  quality: true,
  learning_rate: true,
  gradient_norm: true,
  samples_per_second: true,
  memory_bytes: true,
  data_wait_ratio: true,
} as const;

const plans: readonly ChartPlan[] = [
  { name: "loss", keys: ["train/loss", "val/loss", "test/loss"] },
  { name: "quality", keys: ["val/macro_f1", "val/accuracy", "train/accuracy"] },
  { name: "learning_rate", keys: ["train/learning_rate"] },
  { name: "gradient_norm", keys: ["train/gradient_norm"] },
  { name: "samples_per_second", keys: ["train/samples_per_second"] },
  { name: "memory_bytes", keys: ["train/memory_bytes"] },
  { name: "data_wait_ratio", keys: ["train/data_wait_ratio"] },
];

export function metricOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

/** How x is written on axes and in read-outs. */
export function useAxisFormat(axis: CurveAxis): (x: number) => string {
  const format = useFormat();
  return (x) => {
    if (axis === "time") return format.duration(x * 1000);
    if (axis === "epoch") return String(Number(x.toFixed(2)));
    return format.count(x);
  };
}

/** All curves of one run, live. */
export function RunCharts({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const [holder, widthPx] = useWidth();
  const { store, version, query } = useRunCurves([run.id], Math.ceil(widthPx / 2));
  const [{ axis }] = useChartChoices();
  const curves = store.curvesOf(run.id);
  const known = plans.filter((plan) => plan.keys.some((key) => curves.get(key)?.steps.length));
  return (
    <div ref={holder} className="flex flex-col gap-4">
      <RunPoints runId={run.id} store={store} onMissed={() => void query.refetch()} />
      <ChartChoicesBar />
      {query.isError && curves.size === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending && curves.size === 0 ? (
        <ChartSkeletons />
      ) : known.length === 0 ? (
        <EmptyState
          icon={ChartIcon}
          title={hasEnded(run.status) ? t("charts.none") : t("charts.waiting")}
        />
      ) : (
        <div className="grid gap-x-6 gap-y-5 lg:grid-cols-2 min-[137.5rem]:grid-cols-3">
          {known.map((plan) => (
            <PlannedChart
              key={plan.name}
              plan={plan}
              curves={curves}
              version={version}
              xSpan={spanOf([curves], axis)}
            />
          ))}
        </div>
      )}
      {[...curves.values()].some((curve) => curve.thinned) && (
        <p className="text-muted-foreground text-sm">{t("charts.thinned")}</p>
      )}
    </div>
  );
}

function ChartSkeletons() {
  return (
    <div className="grid gap-x-6 gap-y-5 lg:grid-cols-2">
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} className="h-56" />
      ))}
    </div>
  );
}

/** Says which curve of a chart this is: the split, and the metric where a chart has several. */
function useLineLabel(plan: ChartPlan): (key: string) => string {
  const t = useTranslations("runs");
  const metrics = new Set(plan.keys.map(metricOf));
  return (key) => {
    const split = key.slice(0, key.indexOf("/")) as "train" | "val" | "test";
    const metric = metricOf(key) as "accuracy" | "macro_f1";
    if (metrics.size === 1) return t(`split.${split}`);
    return split === "val"
      ? t(`charts.${metric}`)
      : `${t(`charts.${metric}`)} (${t(`split.${split}`)})`;
  };
}

function PlannedChart({
  plan,
  curves,
  version,
  xSpan,
}: {
  plan: ChartPlan;
  curves: ReadonlyMap<string, Curve>;
  version: number;
  xSpan: readonly [number, number];
}) {
  const t = useTranslations("runs");
  const { locale } = useFormat();
  const { resolvedTheme } = useTheme();
  const [choices] = useChartChoices();
  const label = useLineLabel(plan);
  const formatX = useAxisFormat(choices.axis);
  const metric = metricOf(plan.keys[0] ?? "");
  const theme = resolvedTheme === "dark" ? "dark" : "light";

  // biome-ignore lint/correctness/useExhaustiveDependencies: curves grow in place; the version says that they did.
  const lines = useMemo(() => {
    const startMs = startOf(curves);
    return plan.keys.flatMap((key, index) => {
      const curve = curves.get(key);
      if (!curve?.steps.length) return [];
      return toLine(curve, {
        key,
        label: label(key),
        ...lineStyle(index, theme),
        metric: metricOf(key),
        axis: choices.axis,
        startMs,
        smoothing: choices.smoothing,
      });
    });
  }, [curves, version, plan, choices.axis, choices.smoothing, theme, locale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const marks = useMemo(() => {
    const curve = plan.keys.map((key) => curves.get(key)).find((one) => one?.steps.length);
    if (!curve || choices.axis !== "step") return [];
    return epochMarks(curve, 12).map(({ epoch, step }, index) => ({
      x: step,
      label: index === 0 ? t("charts.epochMark", { epoch }) : String(epoch),
    }));
  }, [curves, version, plan, choices.axis, t]);

  return (
    <LineChart
      title={t(`charts.${plan.name}`)}
      xName={t(`axis.${choices.axis}`)}
      lines={lines}
      marks={marks}
      xSpan={xSpan}
      fromZero={plan.name !== "quality"}
      syncKey={`run-${choices.axis}`}
      logY={choices.logScale && metric !== "data_wait_ratio"}
      formatX={formatX}
      formatY={(y) => formatTick(metric, y, locale)}
      formatValue={(y) => formatMetric(metric, y, locale)}
      heightPx={210}
    />
  );
}
