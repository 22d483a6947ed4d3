import type { RunCell, RunRow, RunTable } from "./contracts/run-table";
import type { Run } from "./contracts/runs";
import { flattenSettings, settingsKey } from "./settings-key";

/** What a row of the table is made from: a run, and what the studio alone knows of its metrics. */
export type TableSource = Pick<
  Run,
  | ("id" | "name" | "status" | "datasetId" | "datasetName" | "config" | "latest" | "best")
  | ("pinned" | "archived" | "tags" | "notes" | "commentCount" | "createdBy" | "createdAtMs")
  | ("workedMs" | "attemptStartedAtMs" | "startedAtMs" | "trainableParameters")
> & {
  progress: Pick<Run["progress"], "fraction">;
  /** Lowest and highest value by split/metric. */
  ranges: Readonly<Record<string, readonly [low: number, high: number]>>;
};

/** Facts that a column may show; the order in which they are offered. */
export const runFacts = [
  "status",
  "name",
  "dataset",
  "duration",
  "by",
  "when",
  "tags",
  "notes",
  "comments",
  "trainable",
] as const;
export type RunFact = (typeof runFacts)[number];

export const metricStatistics = ["best", "last", "min", "max"] as const;

/** A column taken apart: `best:val/macro_f1` is of the kind `best` and names `val/macro_f1`. */
export function splitColumn(column: string): { kind: string; name: string } {
  const at = column.indexOf(":");
  return { kind: column.slice(0, at), name: column.slice(at + 1) };
}

/** @param nowMs For the duration of what is under way. */
export function toRunRow(run: TableSource, columns: readonly string[], nowMs: number): RunRow {
  const settings = flattenSettings(run.config);
  return {
    id: run.id,
    name: run.name,
    status: run.status,
    fraction: run.progress.fraction,
    pinned: run.pinned,
    archived: run.archived,
    tags: run.tags,
    createdAtMs: run.createdAtMs,
    seed: run.config.seed,
    settingsKey: settingsKey(run.datasetId, settings),
    cells: columns.map((column) => readCell(run, settings, column, nowMs)),
  };
}

function readCell(
  run: TableSource,
  settings: ReadonlyMap<string, RunCell>,
  column: string,
  nowMs: number,
): RunCell {
  const { kind, name } = splitColumn(column);
  switch (kind) {
    case "fact":
      return readFact(run, name as RunFact, nowMs);
    case "setting":
      return settings.get(name) ?? null;
    case "best":
      return run.best[name] ?? null;
    case "last":
      return run.latest[name] ?? null;
    case "min":
      return run.ranges[name]?.[0] ?? null;
    case "max":
      return run.ranges[name]?.[1] ?? null;
    default:
      return null;
  }
}

function readFact(run: TableSource, fact: RunFact, nowMs: number): RunCell {
  switch (fact) {
    case "status":
      return run.status;
    case "name":
      return run.name;
    case "dataset":
      return run.datasetName;
    case "duration": {
      if (run.startedAtMs === null) return null;
      const present = run.attemptStartedAtMs === null ? 0 : nowMs - run.attemptStartedAtMs;
      return run.workedMs + Math.max(0, present);
    }
    case "by":
      return run.createdBy?.name ?? null;
    case "when":
      return run.createdAtMs;
    case "tags":
      return run.tags.join(", ");
    case "notes":
      return run.notes;
    case "comments":
      return run.commentCount;
    case "trainable":
      return run.trainableParameters;
    default:
      return null;
  }
}

/**
 * The table after a run has changed. Lowest and highest are widened by the newest value: the run
 * that browsers are told of does not carry them.
 */
export function withRunInTable(table: RunTable, run: Run, nowMs: number): RunTable {
  const row = toRunRow({ ...run, ranges: {} }, table.columns, nowMs);
  const before = table.rows.find((one) => one.id === run.id);
  row.cells = row.cells.map((cell, index) => {
    const { kind, name } = splitColumn(table.columns[index] ?? "");
    if (kind !== "min" && kind !== "max") return cell;
    const values = [before?.cells[index], run.latest[name]].filter(
      (one) => typeof one === "number",
    );
    if (values.length === 0) return null;
    return kind === "min" ? Math.min(...values) : Math.max(...values);
  });
  const rows = before
    ? table.rows.map((one) => (one.id === run.id ? row : one))
    : [row, ...table.rows];
  const metrics = [...new Set([...table.metrics, ...Object.keys(run.latest)])].sort();
  return { ...table, rows, metrics };
}
