"use client";

import { useMemo } from "react";
import { useLocale } from "use-intl";
import * as format from "../format";

/** The functions of lib/format in the language on screen. */
export function useFormat() {
  const locale = useLocale();
  return useMemo(
    () => ({
      locale,
      bytes: (bytes: number) => format.formatBytes(bytes, locale),
      count: (count: number) => format.formatCount(count, locale),
      compact: (count: number) => format.formatCompact(count, locale),
      percent: (fraction: number, digits?: number) =>
        format.formatPercent(fraction, locale, digits),
      number: (value: number, digits?: number) => format.formatNumber(value, locale, digits),
      duration: (milliseconds: number) => format.formatDuration(milliseconds, locale),
      relativeTime: (atMs: number, nowMs: number = Date.now()) =>
        format.formatRelativeTime(atMs, nowMs, locale),
      dateTime: (atMs: number) => format.formatDateTime(atMs, locale),
    }),
    [locale],
  );
}
