import type { MetricName } from "@/lib/contracts/trainer-events";

/** A thin space between number and unit, which never breaks. */
const thin = "\u202f";

/** What stands where there is no number. */
export const noValue = "–";

/** Significant digits, without trailing noise: 0.0123, 1.42, 153, 2.0e-5. */
export function formatNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return noValue;
  if (!Number.isFinite(value)) return "NaN";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) {
    return value.toExponential(Math.min(2, digits - 1)).replace(/\.?0+e/, "e");
  }
  return String(Number(value.toPrecision(digits)));
}

/** Counts with thin spaces between thousands: 1 234 567. */
export function formatCount(value: number | null | undefined): string {
  if (value === null || value === undefined) return noValue;
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, thin);
}

/** Parameters as people say them: 3.62 M, 41.2 k. */
export function formatShort(value: number | null | undefined): string {
  if (value === null || value === undefined) return noValue;
  for (const [size, unit] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (Math.abs(value) >= size) return `${(value / size).toPrecision(3)}${thin}${unit}`;
  }
  return formatNumber(value);
}

/** A share 0..1 in percent, with one decimal unless told otherwise. */
export function formatPercent(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined) return noValue;
  return `${(share * 100).toFixed(decimals)}${thin}%`;
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return noValue;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toPrecision(size >= 1000 ? 4 : 3)}${thin}${units[unit]}`;
}

/** Two units at most: 42 s, 3 min 05 s, 2 h 07 min. SI symbols read the same in both languages. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return noValue;
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)}${thin}s`;
  const seconds = Math.round(ms / 1000);
  const pad = (part: number) => String(part).padStart(2, "0");
  if (seconds < 60) return `${seconds}${thin}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${thin}min ${pad(seconds % 60)}${thin}s`;
  return `${Math.floor(minutes / 60)}${thin}h ${pad(minutes % 60)}${thin}min`;
}

/** A value of a metric with its unit, for read-outs and tables. */
export function formatMetric(metric: string, value: number | null | undefined): string {
  if (value === undefined) return noValue;
  if (value === null) return "NaN";
  switch (metric as MetricName) {
    case "accuracy":
    case "macro_f1":
      return value.toFixed(4);
    case "data_wait_ratio":
      return formatPercent(value);
    case "memory_bytes":
      return formatBytes(value);
    case "samples_per_second":
      return `${formatNumber(value, 3)}${thin}/s`;
    default:
      return formatNumber(value);
  }
}

/** Axis labels of a metric: shorter than read-outs. */
export function formatTick(metric: string, value: number): string {
  if (metric === "memory_bytes") return formatBytes(value);
  return Math.abs(value) >= 1e4 ? formatShort(value) : formatNumber(value, 3);
}

/** A signed change, with a true minus: +0.013, −0.2. */
export function formatChange(change: number | null | undefined, digits = 3): string {
  if (change === null || change === undefined) return noValue;
  if (change === 0) return "±0";
  return `${change > 0 ? "+" : "\u2212"}${formatNumber(Math.abs(change), digits)}`;
}
