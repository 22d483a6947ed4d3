"use client";

import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type RowData,
  type RowSelectionState,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import { Checkbox } from "./checkbox";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "./table";

declare module "@tanstack/react-table" {
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Aligned to the right, tabular figures. */
    numeric?: boolean;
    className?: string;
    /** Only names the type parameters, which declaration merging needs. */
    _types?: [TData, TValue];
  }
}

export type { ColumnDef, RowSelectionState, SortingState };

function selectColumn<Row>(all: string, one: string): ColumnDef<Row> {
  return {
    id: "select",
    enableSorting: false,
    meta: { className: "w-9 pr-0" },
    header: ({ table }) => (
      <Checkbox
        aria-label={all}
        checked={table.getIsAllRowsSelected() || (table.getIsSomeRowsSelected() && "indeterminate")}
        onCheckedChange={(checked) => table.toggleAllRowsSelected(checked === true)}
      />
    ),
    cell: ({ row }) => (
      <Checkbox
        aria-label={one}
        checked={row.getIsSelected()}
        disabled={!row.getCanSelect()}
        onCheckedChange={(checked) => row.toggleSelected(checked === true)}
        onClick={(event) => event.stopPropagation()}
      />
    ),
  };
}

export interface DataTableProps<Row> {
  columns: ColumnDef<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  initialSorting?: SortingState;
  /** Give both to make rows selectable; the keys are row ids. */
  selection?: RowSelectionState;
  onSelectionChange?: (selection: RowSelectionState) => void;
  /** A click or Enter on a row. Put a link in a cell too, for the middle button. */
  onRowClick?: (row: Row) => void;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
  "aria-label": string;
  className?: string;
}

/** Rows that sort by their headers; `meta: { numeric: true }` on a column of numbers. */
export function DataTable<Row>({
  columns,
  rows,
  rowId,
  initialSorting = [],
  selection,
  onSelectionChange,
  onRowClick,
  empty,
  "aria-label": label,
  className,
}: DataTableProps<Row>) {
  const t = useTranslations("common");
  const [sorting, setSorting] = useState<SortingState>(initialSorting);
  const selectable = selection !== undefined && onSelectionChange !== undefined;
  const shownColumns = useMemo(
    () => (selectable ? [selectColumn<Row>(t("selectAll"), t("selectRow")), ...columns] : columns),
    [selectable, columns, t],
  );
  const shownRows = useMemo(() => [...rows], [rows]);
  const table = useReactTable<Row>({
    data: shownRows,
    columns: shownColumns,
    getRowId: rowId,
    state: { sorting, rowSelection: selection ?? {} },
    onSortingChange: setSorting,
    onRowSelectionChange: (next) =>
      onSelectionChange?.(typeof next === "function" ? next(selection ?? {}) : next),
    enableRowSelection: selectable,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  if (rows.length === 0 && empty) return empty;
  return (
    <div className={cn("overflow-hidden rounded-lg border bg-card", className)}>
      <Table aria-label={label}>
        <TableHeader>
          {table.getHeaderGroups().map((group) => (
            <TableRow key={group.id} className="hover:bg-transparent">
              {group.headers.map((header) => (
                <HeaderCell
                  key={header.id}
                  numeric={header.column.columnDef.meta?.numeric}
                  className={header.column.columnDef.meta?.className}
                  sorted={header.column.getCanSort() ? header.column.getIsSorted() : null}
                  onSort={() => header.column.toggleSorting()}
                >
                  {header.isPlaceholder
                    ? null
                    : flexRender(header.column.columnDef.header, header.getContext())}
                </HeaderCell>
              ))}
            </TableRow>
          ))}
        </TableHeader>
        <TableBody>
          {table.getRowModel().rows.map((row) => (
            <TableRow
              key={row.id}
              data-state={row.getIsSelected() ? "selected" : undefined}
              className={onRowClick && "cursor-pointer"}
              tabIndex={onRowClick ? 0 : undefined}
              onClick={
                onRowClick &&
                // What a dialog or menu of the row is clicked on is, for React, clicked on the row.
                ((event) => {
                  if (event.currentTarget.contains(event.target as Node)) onRowClick(row.original);
                })
              }
              onKeyDown={
                onRowClick &&
                ((event) => {
                  if (event.key === "Enter" && event.target === event.currentTarget) {
                    onRowClick(row.original);
                  }
                })
              }
            >
              {row.getVisibleCells().map((cell) => (
                <TableCell
                  key={cell.id}
                  numeric={cell.column.columnDef.meta?.numeric}
                  className={cell.column.columnDef.meta?.className}
                >
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function HeaderCell({
  numeric = false,
  className,
  sorted,
  onSort,
  children,
}: {
  numeric?: boolean;
  className?: string;
  /** null: this column does not sort. */
  sorted: "asc" | "desc" | false | null;
  onSort: () => void;
  children: ReactNode;
}) {
  const direction = sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none";
  const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
  return (
    <TableHead
      numeric={numeric}
      className={className}
      aria-sort={sorted === null ? undefined : direction}
    >
      {sorted === null ? (
        children
      ) : (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            "inline-flex items-center gap-1 rounded-sm hover:text-foreground",
            numeric && "flex-row-reverse",
          )}
        >
          {children}
          <Arrow className={cn("size-3", sorted === false && "opacity-0")} aria-hidden />
        </button>
      )}
    </TableHead>
  );
}
