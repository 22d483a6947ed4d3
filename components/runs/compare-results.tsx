"use client";

import { useTranslations } from "use-intl";
import { formatChange, noValue } from "@/components/charts/format";
import { TableCell, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import type { Run } from "@/lib/contracts/runs";
import { useFormat } from "@/lib/i18n/use-format";
import { isActive } from "@/lib/run-status";
import { CompareTable } from "./compare-table";
import type { ComparedRun } from "./comparison";
import { betterIs, commonSplit, type MeasureName, measure, measureNames } from "./comparison";
import { useNow } from "./use-now";

/** How a measure is written. */
function useMeasureFormat(): Record<MeasureName, (value: number) => string> {
  const format = useFormat();
  const score = (value: number) => value.toFixed(4);
  return {
    macroF1: score,
    accuracy: score,
    loss: score,
    trainable: format.compact,
    peakMemory: format.bytes,
    duration: format.duration,
    throughput: (value) => `${format.number(value, 3)}/s`,
  };
}

/** Measures by run, with the change against the baseline below each. */
export function CompareResults({
  compared,
  baseline,
}: {
  compared: readonly ComparedRun[];
  baseline: Run;
}) {
  const t = useTranslations("runs");
  const write = useMeasureFormat();
  const runs = compared.map(({ run }) => run);
  const nowMs = useNow(runs.some((run) => isActive(run.status)));
  const split = commonSplit(runs);
  return (
    <CompareTable compared={compared} baselineId={baseline.id} corner={t(`splitTitle.${split}`)}>
      {measureNames.map((name) => {
        const base = measure(baseline, name, split, nowMs).value;
        return (
          <TableRow key={name}>
            <TableCell className="sticky left-0 bg-card text-muted-foreground">
              {t(`compare.${name}`)}
            </TableCell>
            {runs.map((run) => {
              const { value, soFar } = measure(run, name, split, nowMs);
              const change =
                value === null || base === null || run.id === baseline.id ? null : value - base;
              return (
                <TableCell key={run.id} numeric className="align-top">
                  <span className="font-medium">
                    {value === null ? noValue : write[name](value)}
                  </span>
                  <span className="block text-sm">
                    {change !== null && <Change name={name} change={change} base={base ?? 0} />}
                    {soFar && value !== null && (
                      <span className="ml-1.5 text-muted-foreground">{t("compare.soFar")}</span>
                    )}
                  </span>
                </TableCell>
              );
            })}
          </TableRow>
        );
      })}
    </CompareTable>
  );
}

function Change({ name, change, base }: { name: MeasureName; change: number; base: number }) {
  const write = useMeasureFormat();
  const format = useFormat();
  const better = betterIs[name];
  const text = formatChange(change, write[name]);
  const isGood = better === null ? null : better === "higher" ? change > 0 : change < 0;
  const isRelative = name !== "macroF1" && name !== "accuracy" && base !== 0;
  return (
    <span
      className={cn(
        "text-muted-foreground",
        text.startsWith("±") || isGood === null
          ? null
          : isGood
            ? "text-success"
            : "text-destructive",
      )}
    >
      {text}
      {isRelative && ` (${formatChange(change / base, (size) => format.percent(size, 0))})`}
    </span>
  );
}
