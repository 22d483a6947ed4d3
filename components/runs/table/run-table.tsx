"use client";

import { useRouter } from "next/navigation";
import { memo, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { RecordMenu } from "@/components/records/record-menu";
import { Checkbox } from "@/components/ui/checkbox";
import { useVirtualRows } from "@/components/ui/use-virtual-rows";
import { cn } from "@/lib/cn";
import type { RunCell, RunRow, RunTable, RunTableView } from "@/lib/contracts/run-table";
import { splitColumn } from "@/lib/run-table";
import { GroupNameCell, GroupValueCell, NameCell, ValueCell } from "./run-cells";
import { RunTableHead } from "./run-table-head";
import { isNumeric, type ShownRow } from "./run-table-view";
import { type ColumnText, useColumnText } from "./use-column-text";

const rowHeightPx = 37;
const nameWidthPx = 250;

/** Room for the usual values; a table of fixed columns does not jump while it is scrolled. */
function widthOf(column: string): number {
  const { kind, name } = splitColumn(column);
  if (kind === "setting") return name === "baseModel" ? 180 : 130;
  if (kind !== "fact") return 185;
  return { dataset: 150, notes: 240, tags: 160, when: 130, status: 115 }[name] ?? 115;
}

interface RunRowsProps {
  projectId: string;
  table: RunTable;
  view: RunTableView;
  rows: readonly ShownRow[];
  selected: ReadonlySet<string>;
  may: { change: boolean; remove: boolean };
  onSelect: (runIds: readonly string[], selected: boolean) => void;
  onSort: (column: string) => void;
  onToggleGroup: (key: string) => void;
}

/** The rows that are in sight, of as many as there are. */
export function RunRows(props: RunRowsProps) {
  const t = useTranslations("runs");
  const { table, view, rows, selected } = props;
  const { change: mayChange, remove: mayRemove } = props.may;
  const { box, first, end, beforePx, afterPx } = useVirtualRows(rows.length, rowHeightPx);
  const cellOf = useCellOf(table);
  const text = useColumnText();
  const calls = useSteady(props);
  const may = useMemo(() => ({ change: mayChange, remove: mayRemove }), [mayChange, mayRemove]);
  const width = view.columns.reduce((sum, column) => sum + widthOf(column), nameWidthPx + 88);
  const runIds = rows.flatMap((row) => (row.kind === "run" ? [row.id] : idsOf(row.runs)));
  const chosen = runIds.filter((id) => selected.has(id)).length;
  return (
    <div
      ref={box}
      className="max-h-[calc(100dvh-13rem)] min-h-48 overflow-auto rounded-lg border bg-card"
    >
      <table
        aria-label={t("title")}
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-base"
        style={{ minWidth: width }}
      >
        <colgroup>
          <col style={{ width: 40 }} />
          <col style={{ width: nameWidthPx }} />
          {view.columns.map((column) => (
            <col key={column} style={{ width: widthOf(column) }} />
          ))}
          <col style={{ width: 48 }} />
        </colgroup>
        <RunTableHead
          view={view}
          onSort={props.onSort}
          allSelected={chosen > 0 && (chosen === runIds.length || "indeterminate")}
          onSelectAll={(on) => props.onSelect(runIds, on)}
        />
        <tbody>
          <Spacer heightPx={beforePx} columns={view.columns.length + 3} />
          {rows.slice(first, end).map((row, index) => (
            <Row
              key={row.id}
              {...{ row, cellOf, text, may, ...calls }}
              projectId={props.projectId}
              columns={view.columns}
              rowIndex={first + index + 2}
              checked={checkedOf(row, selected)}
            />
          ))}
          <Spacer heightPx={afterPx} columns={view.columns.length + 3} />
        </tbody>
      </table>
    </div>
  );
}

function idsOf(runs: readonly RunRow[]): string[] {
  return runs.map((run) => run.id);
}

function checkedOf(row: ShownRow, selected: ReadonlySet<string>): boolean | "indeterminate" {
  if (row.kind === "run") return selected.has(row.id);
  const chosen = row.runs.filter((run) => selected.has(run.id)).length;
  return chosen === row.runs.length || (chosen > 0 && "indeterminate");
}

/** The same functions at every drawing, which call the newest ones. */
function useSteady(calls: Pick<RunRowsProps, "onSelect" | "onToggleGroup">) {
  const newest = useRef(calls);
  useEffect(() => {
    newest.current = calls;
  });
  return useMemo(
    () => ({
      onSelect: (ids: readonly string[], on: boolean) => newest.current.onSelect(ids, on),
      onToggleGroup: (key: string) => newest.current.onToggleGroup(key),
    }),
    [],
  );
}

function useCellOf(table: RunTable): (run: RunRow, column: string) => RunCell {
  return useMemo(() => {
    const indexOf = new Map(table.columns.map((column, index) => [column, index]));
    return (run, column) => run.cells[indexOf.get(column) ?? -1] ?? null;
  }, [table.columns]);
}

function Spacer({ heightPx, columns }: { heightPx: number; columns: number }) {
  if (heightPx === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

const cellClasses = "h-[37px] overflow-hidden border-b px-3 whitespace-nowrap";
const stickyClasses =
  "sticky z-[1] bg-card group-hover:bg-muted group-data-[state=selected]:bg-accent";

interface RowProps extends Pick<RunRowsProps, "projectId" | "may" | "onSelect" | "onToggleGroup"> {
  columns: readonly string[];
  row: ShownRow;
  rowIndex: number;
  checked: boolean | "indeterminate";
  text: ColumnText;
  cellOf: (run: RunRow, column: string) => RunCell;
}

/** Drawn again only when it changes itself: scrolling draws the rows that come, not those that stay. */
const Row = memo(function Row({
  projectId,
  columns,
  row,
  rowIndex,
  checked,
  may,
  text,
  cellOf,
  onSelect,
  onToggleGroup,
}: RowProps) {
  const tCommon = useTranslations("common");
  const router = useRouter();
  const runs = row.kind === "run" ? [row.run] : row.runs;
  const href = `/projects/${projectId}/runs/${row.id}`;
  const open = () => (row.kind === "run" ? router.push(href) : onToggleGroup(row.id));
  return (
    <tr
      aria-rowindex={rowIndex}
      data-state={checked === false ? undefined : "selected"}
      className="group cursor-pointer hover:bg-muted data-[state=selected]:bg-accent"
      onClick={(event) => {
        // What a dialog or menu of the row is clicked on is, for React, clicked on the row.
        if (event.currentTarget.contains(event.target as Node)) open();
      }}
    >
      <td className={cn(cellClasses, stickyClasses, "left-0 pr-0")}>
        <Checkbox
          aria-label={tCommon("selectRow")}
          checked={checked}
          onClick={(event) => event.stopPropagation()}
          onCheckedChange={(on) => onSelect(idsOf(runs), on === true)}
        />
      </td>
      <td
        className={cn(
          cellClasses,
          stickyClasses,
          "left-10",
          row.kind === "run" && row.inGroup && "pl-10",
        )}
      >
        {row.kind === "run" ? (
          <NameCell run={row.run} href={href} />
        ) : (
          <GroupNameCell runs={runs} open={row.open} onToggle={() => onToggleGroup(row.id)} />
        )}
      </td>
      {columns.map((column) => (
        <td
          key={column}
          className={cn(cellClasses, "truncate", isNumeric(column) && "num text-right")}
        >
          {row.kind === "run" ? (
            <ValueCell run={row.run} column={column} cell={cellOf(row.run, column)} text={text} />
          ) : (
            <GroupValueCell
              column={column}
              cells={runs.map((run) => cellOf(run, column))}
              text={text}
            />
          )}
        </td>
      ))}
      <td className={cn(cellClasses, "text-right")}>
        {row.kind === "run" && (
          <RecordMenu
            small
            kind="run"
            record={row.run}
            mayChange={may.change}
            mayRemove={may.remove}
          />
        )}
      </td>
    </tr>
  );
});
