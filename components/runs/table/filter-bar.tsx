"use client";

import { ListFilter, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { RunFilter, RunTable } from "@/lib/contracts/run-table";
import { runStatusSchema } from "@/lib/contracts/runs";
import { metricStatistics, runFacts } from "@/lib/run-table";
import { isNumeric } from "./run-table-view";
import { useColumnText } from "./use-column-text";

const maxFilters = 20;

interface FilterBarProps {
  table: Pick<RunTable, "settings" | "metrics">;
  filters: readonly RunFilter[];
  onChange: (filters: RunFilter[]) => void;
}

/** The filters in use, each of which goes at a click; nothing while there are none. */
export function FilterChips({ filters, onChange }: Omit<FilterBarProps, "table">) {
  const t = useTranslations("runTable");
  const text = useColumnText();
  if (filters.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label={t("filter")}>
      {filters.map((filter, index) => {
        const named = [text.label(filter.column), text.statistic(filter.column)].filter(Boolean);
        const value =
          filter.column === "fact:status" ? text.value(filter.column, filter.value) : filter.value;
        const said = `${named.join(" · ")} ${t(`sign.${filter.is}`)} ${value}`.trim();
        return (
          <li
            key={`${filter.column} ${filter.is} ${filter.value}`}
            className="flex items-center gap-1 rounded-md border bg-card py-0.5 pr-0.5 pl-2"
          >
            <span className="num">{said}</span>
            <Button
              variant="ghost"
              size="icon-xs"
              aria-label={t("removeFilter", { filter: said })}
              onClick={() => onChange(filters.filter((_one, place) => place !== index))}
            >
              <X />
            </Button>
          </li>
        );
      })}
      {filters.length > 1 && (
        <li>
          <Button variant="ghost" size="sm" onClick={() => onChange([])}>
            {t("clearFilters")}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** Opens a small form that adds a filter by any fact, setting or metric. */
export function AddFilter({ table, filters, onChange }: FilterBarProps) {
  const t = useTranslations("runTable");
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" disabled={filters.length >= maxFilters}>
          <ListFilter />
          {t("filter")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-80">
        <FilterForm
          table={table}
          onAdd={(filter) => {
            setOpen(false);
            onChange([...filters, filter]);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function FilterForm({
  table,
  onAdd,
}: {
  table: FilterBarProps["table"];
  onAdd: (filter: RunFilter) => void;
}) {
  const t = useTranslations("runTable");
  const text = useColumnText();
  const [column, setColumn] = useState(
    table.metrics.includes("val/macro_f1") ? "best:val/macro_f1" : "fact:name",
  );
  const [is, setIs] = useState<RunFilter["is"]>("above");
  const [value, setValue] = useState("");
  const columns = [
    ...runFacts
      .filter((fact) => fact !== "when" && fact !== "duration")
      .map((fact) => `fact:${fact}`),
    ...table.metrics.flatMap((metric) => metricStatistics.map((one) => `${one}:${metric}`)),
    ...table.settings.map((path) => `setting:${path}`),
  ];
  const isStatus = column === "fact:status";
  const comparisons: RunFilter["is"][] = isStatus
    ? ["equal", "unequal"]
    : isNumeric(column)
      ? ["above", "below", "equal", "missing"]
      : ["equal", "unequal", "contains", "above", "below", "missing"];
  const shownIs = comparisons.includes(is) ? is : (comparisons[0] ?? "equal");
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd({ column, is: shownIs, value: value.trim() });
      }}
    >
      <Field label={t("chooseColumn")}>
        {(ids) => (
          <Select
            value={column}
            onValueChange={(next) => {
              setColumn(next);
              setValue(next === "fact:status" ? "finished" : "");
            }}
          >
            <SelectTrigger {...ids}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent className="max-h-80">
              {columns.map((one) => (
                <SelectItem key={one} value={one}>
                  {[text.label(one), text.statistic(one)].filter(Boolean).join(" · ")}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </Field>
      <div className="flex gap-2">
        <Select value={shownIs} onValueChange={(next) => setIs(next as RunFilter["is"])}>
          <SelectTrigger aria-label={t("comparison")} className="w-32">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {comparisons.map((one) => (
              <SelectItem key={one} value={one}>
                {t(`is.${one}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        {isStatus && (
          <Select value={value} onValueChange={setValue}>
            <SelectTrigger aria-label={t("valueLabel")} className="flex-1">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {runStatusSchema.options.map((one) => (
                <SelectItem key={one} value={one}>
                  {text.value(column, one)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
        {shownIs !== "missing" && !isStatus && (
          <Input
            aria-label={t("valueLabel")}
            className="min-w-0 flex-1"
            maxLength={200}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </div>
      <Button type="submit" disabled={shownIs !== "missing" && value.trim() === ""}>
        {t("addFilter")}
      </Button>
    </form>
  );
}
