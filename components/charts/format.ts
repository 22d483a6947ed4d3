import type { MetricName } from "@/lib/contracts/trainer-events";
import { formatBytes, formatNumber, formatPercent } from "@/lib/format";

/** What stands where there is no number. */
export const noValue = "–";

/** A value of a metric with its unit, for read-outs and tables. null is NaN or infinite. */
export function formatMetric(
  metric: string,
  value: number | null | undefined,
  locale: string,
): string {
  if (value === undefined) return noValue;
  if (value === null) return "NaN";
  switch (metric as MetricName) {
    case "accuracy":
    case "macro_f1":
      return value.toFixed(4);
    case "data_wait_ratio":
      return formatPercent(value, locale);
    case "memory_bytes":
      return formatBytes(value, locale);
    case "samples_per_second":
      return `${formatNumber(value, locale, 3)}/s`;
    default:
      return formatNumber(value, locale);
  }
}

/** Axis labels of a metric: shorter than read-outs. */
export function formatTick(metric: string, value: number, locale: string): string {
  if (metric === "memory_bytes") return formatBytes(value, locale);
  if (metric === "data_wait_ratio") return `${Number((value * 100).toPrecision(2))} %`;
  if (metric === "accuracy" || metric === "macro_f1") return String(Number(value.toFixed(4)));
  // Learning rates stay in one notation: 1e-3 beside 8e-4.
  const smallest = metric === "learning_rate" ? 1e-2 : 1e-3;
  if (value !== 0 && Math.abs(value) < smallest) {
    return Number(value.toPrecision(3)).toExponential();
  }
  return formatNumber(value, locale, 3);
}

/** A signed change, with a true minus: +0.013, −0.2. */
export function formatChange(
  change: number | null | undefined,
  show: (size: number) => string,
): string {
  if (change === null || change === undefined) return noValue;
  const text = show(Math.abs(change));
  // A change too small to be seen is none.
  if (!/[1-9]/.test(text)) return `±${text}`;
  return `${change > 0 ? "+" : "\u2212"}${text}`;
}
