"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ListX, Plus, Workflow } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import { ArchiveSwitch } from "@/components/records/archive-switch";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Loaded } from "@/components/ui/loaded";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Toggle } from "@/components/ui/toggle";
import { Tooltip } from "@/components/ui/tooltip";
import { apiQuery } from "@/lib/api-client";
import type { RunTable, RunTableView } from "@/lib/contracts/run-table";
import { ColumnPicker } from "./table/column-picker";
import { AddFilter, FilterChips } from "./table/filter-bar";
import { RunRows } from "./table/run-table";
import { askedColumns, shownRows, usualView } from "./table/run-table-view";
import { SelectionBar } from "./table/selection-bar";
import { useRunTableView } from "./table/use-run-table-view";

/** All runs of a project, in the columns, order and groups that the person chose. */
export function RunList({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const mayLaunch = useMay("run.launch");
  const [view, changeView] = useRunTableView(projectId);
  const columns = askedColumns(view ?? usualView);
  const query = useQuery({
    ...apiQuery.runs.listTable.queryOptions({ input: { projectId, columns } }),
    enabled: view !== null,
    // Another column keeps the rows in sight.
    placeholderData: keepPreviousData,
  });
  return (
    <PageBody width="full">
      <PageHeader
        title={t("title")}
        description={query.data && query.data.rows.length > 1 ? t("compareHint") : undefined}
        actions={
          mayLaunch && (
            <Button asChild>
              <Link href={`/projects/${projectId}/runs/new`}>
                <Plus />
                {t("newRun")}
              </Link>
            </Button>
          )
        }
      />
      <Loaded query={query} placeholder={<Skeleton className="h-72" />}>
        {(table) =>
          table.rows.length === 0 || view === null ? (
            <EmptyRuns projectId={projectId} />
          ) : (
            <ChosenRuns projectId={projectId} table={table} view={view} onChange={changeView} />
          )
        }
      </Loaded>
    </PageBody>
  );
}

function EmptyRuns({ projectId }: { projectId: string }) {
  const t = useTranslations("runs");
  const datasets = useQuery(apiQuery.datasets.list.queryOptions({ input: { projectId } }));
  const mayLaunch = useMay("run.launch");
  const hasDataset = (datasets.data?.length ?? 0) > 0;
  return (
    <EmptyState icon={Workflow} title={t("empty.title")} description={t("empty.text")}>
      {mayLaunch && (
        <Button asChild>
          <Link href={`/projects/${projectId}/${hasDataset ? "runs/new" : "datasets/new"}`}>
            {hasDataset ? t("empty.action") : t("empty.dataset")}
          </Link>
        </Button>
      )}
    </EmptyState>
  );
}

function ChosenRuns({
  projectId,
  table,
  view,
  onChange,
}: {
  projectId: string;
  table: RunTable;
  view: RunTableView;
  onChange: (change: Partial<RunTableView>) => void;
}) {
  const t = useTranslations("runTable");
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text);
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const may = { change: useMay("run.launch"), remove: useMay("run.delete") };
  const rows = useMemo(
    () => shownRows(table, view, wanted, openGroups),
    [table, view, wanted, openGroups],
  );
  const chosen = table.rows.filter((run) => selected.has(run.id));
  return (
    <div className="flex flex-col gap-3">
      <Toolbar
        {...{ table, view, onChange, text }}
        onText={setText}
        count={rows.reduce((sum, row) => sum + countOf(row), 0)}
      />
      <FilterChips filters={view.filters} onChange={(filters) => onChange({ filters })} />
      {chosen.length > 0 && (
        <SelectionBar
          projectId={projectId}
          runs={chosen}
          may={may}
          onClear={() => setSelected(new Set())}
        />
      )}
      {rows.length === 0 ? (
        <EmptyState icon={ListX} title={t("noneFound")} description={t("noneFoundText")} />
      ) : (
        <RunRows
          {...{ projectId, table, view, rows, selected, may }}
          onSelect={(ids, on) => setSelected(withIds(selected, ids, on))}
          onSort={(column) => onChange({ sort: nextSort(view.sort, column) })}
          onToggleGroup={(key) => setOpenGroups(withIds(openGroups, [key], !openGroups.has(key)))}
        />
      )}
    </div>
  );
}

/** Runs that stand for themselves; those inside of a group are counted with it. */
function countOf(row: ReturnType<typeof shownRows>[number]): number {
  if (row.kind === "group") return row.runs.length;
  return row.inGroup ? 0 : 1;
}

function withIds(before: ReadonlySet<string>, ids: readonly string[], on: boolean): Set<string> {
  const after = new Set(before);
  for (const id of ids) {
    if (on) after.add(id);
    else after.delete(id);
  }
  return after;
}

/** Downwards, upwards, then the newest first again. */
function nextSort(sort: RunTableView["sort"], column: string): RunTableView["sort"] {
  if (sort?.column !== column) return { column, descending: true };
  return sort.descending ? { column, descending: false } : null;
}

function Toolbar({
  table,
  view,
  onChange,
  text,
  onText,
  count,
}: {
  table: RunTable;
  view: RunTableView;
  onChange: (change: Partial<RunTableView>) => void;
  text: string;
  onText: (text: string) => void;
  count: number;
}) {
  const t = useTranslations("runTable");
  const tRuns = useTranslations("runs");
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Input
        type="search"
        className="max-w-72"
        placeholder={t("search")}
        aria-label={t("search")}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <span className="num text-muted-foreground">{tRuns("count", { count })}</span>
      <div className="ml-auto flex flex-wrap items-center gap-3">
        <ArchiveSwitch
          count={table.rows.filter((run) => run.archived).length}
          shown={view.archived}
          onChange={(archived) => onChange({ archived })}
        />
        <Tooltip content={t("groupHelp")}>
          {/* A tooltip gives what it wraps a state of its own, which a pressed button has already. */}
          <span>
            <Toggle
              className="h-8 px-3 text-base"
              pressed={view.grouped}
              onPressedChange={(grouped) => onChange({ grouped })}
            >
              {t("group")}
            </Toggle>
          </span>
        </Tooltip>
        <AddFilter
          table={table}
          filters={view.filters}
          onChange={(filters) => onChange({ filters })}
        />
        <ColumnPicker
          table={table}
          columns={view.columns}
          onChange={(columns) => onChange({ columns })}
        />
      </div>
    </div>
  );
}
