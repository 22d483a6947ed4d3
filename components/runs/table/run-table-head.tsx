"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/cn";
import type { RunTableView } from "@/lib/contracts/run-table";
import { isNumeric } from "./run-table-view";
import { useColumnText } from "./use-column-text";

const headClasses = "sticky top-0 z-10 h-8 border-b bg-card px-3 text-muted-foreground text-sm";

/** Names of the columns; a click sorts by one. */
export function RunTableHead({
  view,
  onSort,
  allSelected,
  onSelectAll,
}: {
  view: RunTableView;
  onSort: (column: string) => void;
  allSelected: boolean | "indeterminate";
  onSelectAll: (on: boolean) => void;
}) {
  const tCommon = useTranslations("common");
  const text = useColumnText();
  const head = (column: string, className?: string) => (
    <SortHead
      key={column}
      className={cn(isNumeric(column) ? "text-right" : "text-left", className)}
      direction={view.sort?.column === column ? (view.sort.descending ? "down" : "up") : null}
      onSort={() => onSort(column)}
      title={[text.label(column), text.statistic(column)].filter(Boolean).join(" · ")}
    >
      {text.label(column)}
      {text.statistic(column) && <span className="font-normal"> · {text.statistic(column)}</span>}
    </SortHead>
  );
  return (
    <thead>
      <tr>
        <th className={cn(headClasses, "left-0 z-20 pr-0 text-left")}>
          <Checkbox
            aria-label={tCommon("selectAll")}
            checked={allSelected}
            onCheckedChange={(on) => onSelectAll(on === true)}
          />
        </th>
        {head("fact:name", "left-10 z-20")}
        {view.columns.map((column) => head(column))}
        <th className={headClasses} aria-label={tCommon("more")} />
      </tr>
    </thead>
  );
}

function SortHead({
  className,
  direction,
  title,
  onSort,
  children,
}: {
  className?: string;
  direction: "up" | "down" | null;
  title: string;
  onSort: () => void;
  children: ReactNode;
}) {
  const Arrow = direction === "up" ? ArrowUp : ArrowDown;
  const sorted = { up: "ascending", down: "descending" } as const;
  return (
    <th className={cn(headClasses, className)} aria-sort={direction ? sorted[direction] : "none"}>
      <button
        type="button"
        title={title}
        onClick={onSort}
        className="inline-flex max-w-full items-center gap-1 rounded-sm font-medium hover:text-foreground"
      >
        <span className="truncate">{children}</span>
        {direction && <Arrow className="size-3 shrink-0" aria-hidden />}
      </button>
    </th>
  );
}
