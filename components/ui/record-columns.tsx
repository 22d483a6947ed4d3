import type { ColumnDef } from "./data-table";
import { Link } from "./link";
import { RelativeTime } from "./time";

/** Columns that every list of things made by people has: name, author, time. */

export function nameColumn<Row extends { name: string }>(
  header: string,
  hrefOf: (row: Row) => string,
  className = "max-w-72",
): ColumnDef<Row> {
  return {
    id: "name",
    header,
    accessorFn: (row) => row.name,
    meta: { className },
    cell: ({ row: { original } }) => (
      <Link
        href={hrefOf(original)}
        className="block truncate font-medium hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        {original.name}
      </Link>
    ),
  };
}

export function authorColumn<Row extends { createdBy: { name: string } | null }>(
  header: string,
): ColumnDef<Row> {
  return {
    id: "by",
    header,
    accessorFn: (row) => row.createdBy?.name ?? "",
    meta: { className: "max-w-32 truncate" },
  };
}

export function createdColumn<Row extends { createdAtMs: number }>(header: string): ColumnDef<Row> {
  return {
    id: "when",
    header,
    accessorFn: (row) => row.createdAtMs,
    meta: { numeric: true },
    cell: ({ row }) => (
      <RelativeTime atMs={row.original.createdAtMs} className="text-muted-foreground" />
    ),
  };
}
