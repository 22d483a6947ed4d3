import type { RunCell, RunFilter, RunRow, RunTable, RunTableView } from "@/lib/contracts/run-table";
import { splitColumn } from "@/lib/run-table";
import { meanInterval } from "./mean-interval";

export const usualView: RunTableView = {
  columns: [
    "fact:status",
    "fact:dataset",
    "setting:method",
    "setting:learningRate",
    "best:val/macro_f1",
    "best:val/accuracy",
    "last:val/loss",
    "fact:duration",
    "fact:by",
    "fact:when",
  ],
  sort: null,
  filters: [],
  grouped: false,
  archived: false,
};

/** All columns that have to be asked for: the shown ones, and what is filtered and sorted by. */
export function askedColumns(view: RunTableView): string[] {
  const asked = [...view.columns, ...view.filters.map((filter) => filter.column)];
  if (view.sort) asked.push(view.sort.column);
  return [...new Set(asked)];
}

/** A row of the screen: a run, or several of the same settings with their seeds. */
export type ShownRow =
  | { kind: "run"; id: string; run: RunRow; inGroup: boolean }
  | { kind: "group"; id: string; runs: RunRow[]; open: boolean };

/** What the person asked to see, in order. A table may lag behind the view: unknown columns are empty. */
export function shownRows(
  table: RunTable,
  view: RunTableView,
  text: string,
  openGroups: ReadonlySet<string>,
): ShownRow[] {
  const indexOf = new Map(table.columns.map((column, index) => [column, index]));
  const cellOf = (run: RunRow, column: string) => run.cells[indexOf.get(column) ?? -1] ?? null;
  const wanted = text.trim().toLowerCase();
  const rows = table.rows.filter(
    (run) =>
      (view.archived || !run.archived) &&
      (wanted === "" ||
        [run.name, ...run.tags].some((one) => one.toLowerCase().includes(wanted))) &&
      // A filter whose column is not there yet would hide all, or nothing: it waits.
      view.filters.every((one) => !indexOf.has(one.column) || passes(cellOf(run, one.column), one)),
  );
  const sorted = sortRuns(rows, view.sort, cellOf);
  if (!view.grouped) return sorted.map((run) => ({ kind: "run", id: run.id, run, inGroup: false }));
  return groupRuns(sorted, view.sort, cellOf, openGroups);
}

/** Whether a value is what the filter asks for. A value that is missing passes `missing` alone. */
export function passes(cell: RunCell, { is, value }: RunFilter): boolean {
  if (is === "missing") return cell === null || cell === "";
  if (cell === null) return false;
  const text = String(cell).toLowerCase();
  const wanted = value.trim().toLowerCase();
  const number = Number(wanted);
  const same = typeof cell === "number" ? cell === number : text === wanted;
  switch (is) {
    case "equal":
      return same;
    case "unequal":
      return !same;
    case "above":
      return wanted !== "" && Number(cell) > number;
    case "below":
      return wanted !== "" && Number(cell) < number;
    case "contains":
      return text.includes(wanted);
  }
}

type CellOf = (run: RunRow, column: string) => RunCell;

function compareCells(first: RunCell, second: RunCell, descending: boolean): number {
  // What is missing comes last, in either direction.
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  const order =
    typeof first === "number" && typeof second === "number"
      ? first - second
      : String(first).localeCompare(String(second), undefined, { numeric: true });
  return descending ? -order : order;
}

/** Pinned runs stay on top; without a column the newest come first, as the table has them. */
function sortRuns(rows: readonly RunRow[], sort: RunTableView["sort"], cellOf: CellOf): RunRow[] {
  return [...rows].sort((first, second) => {
    const pinned = Number(second.pinned) - Number(first.pinned);
    if (pinned !== 0 || sort === null) return pinned;
    const { column, descending } = sort;
    return compareCells(cellOf(first, column), cellOf(second, column), descending);
  });
}

function groupRuns(
  sorted: readonly RunRow[],
  sort: RunTableView["sort"],
  cellOf: CellOf,
  openGroups: ReadonlySet<string>,
): ShownRow[] {
  const groups = new Map<string, RunRow[]>();
  for (const run of sorted) {
    const group = groups.get(run.settingsKey);
    if (group) group.push(run);
    else groups.set(run.settingsKey, [run]);
  }
  const ordered = [...groups.values()];
  if (sort) {
    const { column, descending } = sort;
    const middle = (runs: RunRow[]) => middleOf(groupCell(runs.map((run) => cellOf(run, column))));
    ordered.sort((first, second) => {
      const pinned = Number(second.some(isPinned)) - Number(first.some(isPinned));
      if (pinned !== 0) return pinned;
      return compareCells(middle(first), middle(second), descending);
    });
  }
  return ordered.flatMap((runs): ShownRow[] => {
    const [first] = runs;
    if (!first) return [];
    if (runs.length === 1) return [{ kind: "run", id: first.id, run: first, inGroup: false }];
    const open = openGroups.has(first.settingsKey);
    const inside = runs.map((run): ShownRow => ({ kind: "run", id: run.id, run, inGroup: true }));
    const group: ShownRow = { kind: "group", id: first.settingsKey, runs, open };
    return open ? [group, ...inside] : [group];
  });
}

function isPinned(run: RunRow): boolean {
  return run.pinned;
}

export type GroupCell =
  | { kind: "same"; value: RunCell }
  | { kind: "mean"; mean: number; half: number | null; count: number }
  | { kind: "different"; count: number };

/** One value for a group: what all share, the mean of numbers, or how many different ones. */
export function groupCell(cells: readonly RunCell[]): GroupCell {
  const known = cells.filter((cell) => cell !== null);
  const different = new Set(known);
  if (different.size === 0) return { kind: "same", value: null };
  if (different.size === 1 && known.length === cells.length) {
    return { kind: "same", value: known[0] ?? null };
  }
  const numbers = known.filter((cell) => typeof cell === "number");
  const interval = numbers.length === known.length ? meanInterval(numbers) : null;
  if (interval) return { kind: "mean", ...interval, count: numbers.length };
  return { kind: "different", count: different.size };
}

function middleOf(cell: GroupCell): RunCell {
  if (cell.kind === "same") return cell.value;
  return cell.kind === "mean" ? cell.mean : null;
}

/** Columns of numbers stand to the right. */
export function isNumeric(column: string): boolean {
  const { kind, name } = splitColumn(column);
  if (kind === "fact") return ["duration", "when", "comments", "trainable"].includes(name);
  return kind !== "setting";
}
