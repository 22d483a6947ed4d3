"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Toggle } from "@/components/ui/toggle";
import { maxRunColumns, type RunTable } from "@/lib/contracts/run-table";
import { metricStatistics, runFacts } from "@/lib/run-table";
import { usualView } from "./run-table-view";
import { useColumnText } from "./use-column-text";

interface ColumnPickerProps {
  table: Pick<RunTable, "settings" | "metrics">;
  columns: readonly string[];
  onChange: (columns: string[]) => void;
}

/** Which facts, settings and metrics the table shows; of a metric best, last, lowest or highest. */
export function ColumnPicker({ table, columns, onChange }: ColumnPickerProps) {
  const t = useTranslations("runTable");
  const text = useColumnText();
  const toggle = (column: string) => {
    if (columns.includes(column)) onChange(columns.filter((one) => one !== column));
    else if (columns.length < maxRunColumns) onChange([...columns, column]);
  };
  const line = (column: string) => (
    <CommandItem
      key={column}
      value={`${text.label(column)} ${column}`}
      onSelect={() => toggle(column)}
    >
      <Checkbox
        className="[&_svg]:text-primary-foreground!"
        checked={columns.includes(column)}
        tabIndex={-1}
        aria-hidden
      />
      <span className="truncate">{text.label(column)}</span>
    </CommandItem>
  );
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="outline">
          <Columns3 />
          {t("columns")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-96 p-0" aria-label={t("chooseColumns")}>
        <Command>
          <CommandInput placeholder={t("findColumn")} />
          <CommandList className="max-h-96">
            <CommandEmpty>{t("noColumn")}</CommandEmpty>
            <CommandGroup heading={t("facts")}>
              {runFacts.filter((fact) => fact !== "name").map((fact) => line(`fact:${fact}`))}
            </CommandGroup>
            <CommandGroup heading={t("metrics")}>
              {table.metrics.map((metric) => (
                <MetricLine key={metric} metric={metric} columns={columns} onToggle={toggle} />
              ))}
            </CommandGroup>
            <CommandGroup heading={t("settings")}>
              {table.settings.map((path) => line(`setting:${path}`))}
            </CommandGroup>
          </CommandList>
        </Command>
        <div className="border-t p-2">
          <Button variant="ghost" size="sm" onClick={() => onChange([...usualView.columns])}>
            {t("usual")}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}

function MetricLine({
  metric,
  columns,
  onToggle,
}: {
  metric: string;
  columns: readonly string[];
  onToggle: (column: string) => void;
}) {
  const t = useTranslations("runTable");
  const text = useColumnText();
  const name = text.metric(metric);
  return (
    <CommandItem value={`${name} ${metric}`} onSelect={() => onToggle(`best:${metric}`)}>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {metricStatistics.map((statistic) => {
        const column = `${statistic}:${metric}`;
        return (
          <Toggle
            key={statistic}
            className="h-5.5 px-1.5 text-xs"
            aria-label={`${name}: ${t(`statistic.${statistic}`)}`}
            pressed={columns.includes(column)}
            onClick={(event) => event.stopPropagation()}
            onPressedChange={() => onToggle(column)}
          >
            {t(`statistic.${statistic}`)}
          </Toggle>
        );
      })}
    </CommandItem>
  );
}
