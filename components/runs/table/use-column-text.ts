import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { formatMetric, noValue } from "@/components/charts/format";
import type { RunCell } from "@/lib/contracts/run-table";
import { useFormat } from "@/lib/i18n/use-format";
import { type RunFact, splitColumn } from "@/lib/run-table";
import { useSettingText } from "../use-setting-text";

export type ColumnText = ReturnType<typeof useColumnText>;

/** Names of columns, and values as text, in the language on screen. */
export function useColumnText() {
  const t = useTranslations("runTable");
  const tRuns = useTranslations("runs");
  const settings = useSettingText();
  const format = useFormat();
  return useMemo(() => {
    const say = tRuns as unknown as { (key: string): string; has: (key: string) => boolean };
    const metric = (key: string) => {
      const [split = "", name = ""] = key.split("/");
      const spoken = say.has(`charts.${name}`) ? say(`charts.${name}`) : name;
      return say.has(`split.${split}`) ? `${spoken}, ${say(`split.${split}`)}` : spoken;
    };
    const label = (column: string) => {
      const { kind, name } = splitColumn(column);
      if (kind === "fact") return t(`fact.${name as RunFact}`);
      if (kind === "setting") return settings.labelOf(name);
      return metric(name);
    };
    const statistic = (column: string) => {
      const { kind } = splitColumn(column);
      return kind === "best" || kind === "last" || kind === "min" || kind === "max"
        ? t(`statistic.${kind}`)
        : null;
    };
    const value = (column: string, cell: RunCell): string => {
      const { kind, name } = splitColumn(column);
      if (cell === null || cell === "") return noValue;
      if (kind === "setting") return settings.said(name, cell);
      if (kind === "fact") {
        if (name === "status") return tRuns(`status.${cell as "queued"}`);
        if (typeof cell !== "number") return String(cell);
        if (name === "duration") return format.duration(cell);
        if (name === "when") return format.dateTime(cell);
        return format.count(cell);
      }
      const shown = name.split("/").at(-1) ?? name;
      return typeof cell === "number" ? formatMetric(shown, cell, format.locale) : String(cell);
    };
    return { label, statistic, value, metric };
  }, [t, tRuns, settings, format]);
}
