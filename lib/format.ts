/**
 * Numbers for people. Every function takes the language, so that separators and unit words fit;
 * units that are written the same in both languages (GB, %, px) stay as they are.
 */

const byteUnits = ["B", "KB", "MB", "GB", "TB"] as const;

/** 1536 -> "1.5 KB"; decimal units, three significant digits. */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${text} ${byteUnits[unit]}`;
}

/** 4321 -> "4,321". */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** 4_510_000_000 -> "4.51 B" in English, "45.1亿" in Chinese. */
export function formatCompact(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumSignificantDigits: 3,
  }).format(count);
}

/** 0.1234 -> "12.3 %"; a share that is not quite none or all is never shown as 0 or 100. */
export function formatPercent(fraction: number, locale: string, digits = 1): string {
  const percent = fraction * 100;
  const smallest = 10 ** -digits;
  if (percent > 0 && percent < smallest / 2) return `< ${smallest} %`;
  if (percent < 100 && percent > 100 - smallest / 2) return `> ${100 - smallest} %`;
  const text = new Intl.NumberFormat(locale, {
    minimumFractionDigits: percent === 0 || percent === 100 ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(percent);
  return `${text} %`;
}

/** A measured value with `digits` significant digits; exponents for the very small and large. */
export function formatNumber(value: number, locale: string, digits = 4): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(digits - 2);
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }).format(value);
}

const words = {
  en: { day: " d", hour: " h", minute: " min", second: " s", space: " " },
  "zh-CN": { day: " 天", hour: " 小时", minute: " 分", second: " 秒", space: " " },
} as const;

/** 3_725_000 -> "1 h 2 min"; the two largest units that mean something. */
export function formatDuration(milliseconds: number, locale: string): string {
  const word = locale.startsWith("zh") ? words["zh-CN"] : words.en;
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) {
    const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(seconds);
    return `${text}${word.second}`;
  }
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts: string[] = [];
  if (days > 0) parts.push(`${days}${word.day}`);
  if (hours > 0) parts.push(`${hours}${word.hour}`);
  if (minutes > 0 && days === 0) parts.push(`${minutes}${word.minute}`);
  if (rest > 0 && days === 0 && hours === 0 && minutes < 10) parts.push(`${rest}${word.second}`);
  return parts.slice(0, 2).join(word.space);
}

const relativeSteps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** "3 minutes ago", "昨天". */
export function formatRelativeTime(atMs: number, nowMs: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" });
  const seconds = (atMs - nowMs) / 1000;
  for (const [unit, length] of relativeSteps) {
    if (Math.abs(seconds) >= length && !(unit === "second" && Math.abs(seconds) < 10)) {
      return format.format(Math.round(seconds / length), unit);
    }
  }
  return format.format(0, "second");
}

/** "24 Nov 2026, 07:15:03" in the reader's time zone. */
export function formatDateTime(atMs: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }).format(atMs);
}
