"use client";

import { ChevronDown, ChevronRight, Pin } from "lucide-react";
import { useTranslations } from "use-intl";
import { noValue } from "@/components/charts/format";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import type { RunCell, RunRow } from "@/lib/contracts/run-table";
import { isActive } from "@/lib/run-status";
import { RunStatusBadge } from "../run-status-badge";
import { groupCell } from "./run-table-view";
import type { ColumnText } from "./use-column-text";

export function NameCell({ run, href }: { run: RunRow; href: string }) {
  const t = useTranslations("runTable");
  const tRecords = useTranslations("records");
  return (
    <span className="flex min-w-0 items-center gap-2">
      {run.pinned && (
        <Tooltip content={t("pinned")}>
          <Pin className="size-3.5 shrink-0 text-primary" aria-label={t("pinned")} />
        </Tooltip>
      )}
      <Link
        href={href}
        className="min-w-0 truncate font-medium hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        {run.name}
      </Link>
      {run.archived && <Badge>{tRecords("archived")}</Badge>}
      {run.tags.map((tag) => (
        <Badge key={tag} variant="outline">
          {tag}
        </Badge>
      ))}
    </span>
  );
}

export function GroupNameCell({
  runs,
  open,
  onToggle,
}: {
  runs: readonly RunRow[];
  open: boolean;
  onToggle: () => void;
}) {
  const t = useTranslations("runTable");
  const seeds = [...new Set(runs.map((run) => run.seed))].sort((a, b) => a - b);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Button
        variant="ghost"
        size="icon-xs"
        aria-expanded={open}
        aria-label={open ? t("closeGroup") : t("openGroup")}
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {open ? <ChevronDown /> : <ChevronRight />}
      </Button>
      <span className="truncate font-medium">
        {t("groupName", { count: runs.length, seeds: seeds.join(", ") })}
      </span>
    </span>
  );
}

/** A value of a run in a column. */
export function ValueCell({
  run,
  column,
  cell,
  text,
}: {
  run: RunRow;
  column: string;
  cell: RunCell;
  text: ColumnText;
}) {
  if (column === "fact:status") {
    return (
      <span className="flex flex-col gap-0.5">
        <RunStatusBadge status={run.status} />
        {isActive(run.status) && (
          <Progress value={run.fraction} className="h-1 w-24" aria-label={run.name} />
        )}
      </span>
    );
  }
  if (column === "fact:when" && typeof cell === "number") {
    return <RelativeTime atMs={cell} className="text-muted-foreground" />;
  }
  return text.value(column, cell);
}

/** The value of a group: what its runs share, or their mean with half of its interval. */
export function GroupValueCell({
  column,
  cells,
  text,
}: {
  column: string;
  cells: readonly RunCell[];
  text: ColumnText;
}) {
  const t = useTranslations("runTable");
  const value = groupCell(cells);
  if (value.kind === "different") {
    return (
      <span className="text-muted-foreground">
        {column === "fact:when" ? noValue : t("different", { count: value.count })}
      </span>
    );
  }
  if (value.kind === "same") return text.value(column, value.value);
  if (column === "fact:when") return noValue;
  return (
    <Tooltip content={t("meanHelp", { count: value.count })}>
      <span>
        {text.value(column, value.mean)}
        {value.half !== null && (
          <span className="text-muted-foreground"> ± {text.value(column, value.half)}</span>
        )}
      </span>
    </Tooltip>
  );
}
