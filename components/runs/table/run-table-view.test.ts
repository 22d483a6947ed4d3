import { describe, expect, it } from "vitest";
import { runConfigSchema } from "@/lib/contracts/run-spec";
import type { RunRow, RunTable, RunTableView } from "@/lib/contracts/run-table";
import { flattenSettings, settingsKey } from "@/lib/settings-key";
import { meanInterval } from "./mean-interval";
import { askedColumns, groupCell, passes, shownRows, usualView } from "./run-table-view";

function row(id: string, cells: RunRow["cells"], more: Partial<RunRow> = {}): RunRow {
  return {
    ...{ id, name: id, status: "finished", fraction: 1, pinned: false, archived: false, tags: [] },
    ...{ createdAtMs: 1, seed: 1, settingsKey: id, cells },
    ...more,
  };
}

function table(rows: RunRow[], columns = ["best:val/macro_f1"]): RunTable {
  return { columns, rows, settings: [], metrics: [] };
}

const none: ReadonlySet<string> = new Set();
const view = (changes: Partial<RunTableView>): RunTableView => ({ ...usualView, ...changes });
const ids = (rows: { id: string }[]) => rows.map((one) => one.id);
const byScore = { column: "best:val/macro_f1", descending: true };

describe("the mean of runs", () => {
  it("has the interval that scipy.stats.t.interval gives", () => {
    const interval = meanInterval([0.81, 0.84, 0.9]);
    expect(interval?.mean).toBeCloseTo(0.85, 12);
    expect(interval?.half).toBeCloseTo(0.11384, 4);
    expect(meanInterval([3])).toEqual({ mean: 3, half: null });
    expect(meanInterval([])).toBeNull();
  });
});

describe("rows", () => {
  const rows = [row("a", [0.7]), row("b", [null]), row("c", [0.9]), row("d", [0.8])];

  it("sort with what is missing last, in both directions, and pinned ones first", () => {
    expect(ids(shownRows(table(rows), view({ sort: byScore }), "", none))).toEqual([
      ...["c", "d", "a", "b"],
    ]);
    const upwards = view({ sort: { ...byScore, descending: false } });
    expect(ids(shownRows(table(rows), upwards, "", none))).toEqual(["a", "d", "c", "b"]);
    const pinned = rows.map((one) => (one.id === "b" ? { ...one, pinned: true } : one));
    expect(ids(shownRows(table(pinned), upwards, "", none))[0]).toBe("b");
  });

  it("are found by name and tag, and come out of the archive when asked for", () => {
    const some = [row("Alder", [1], { tags: ["paper"] }), row("Birch", [1], { archived: true })];
    expect(ids(shownRows(table(some), view({}), "PAP", none))).toEqual(["Alder"]);
    expect(ids(shownRows(table(some), view({}), "", none))).toEqual(["Alder"]);
    expect(shownRows(table(some), view({ archived: true }), "", none)).toHaveLength(2);
  });

  it("pass filters by number, text and absence; a column that is not there yet hides nothing", () => {
    const filter = (is: "above" | "below" | "missing", value = "") =>
      view({ filters: [{ column: "best:val/macro_f1", is, value }] });
    expect(ids(shownRows(table(rows), filter("above", "0.75"), "", none))).toEqual(["c", "d"]);
    expect(ids(shownRows(table(rows), filter("below", "0.75"), "", none))).toEqual(["a"]);
    expect(ids(shownRows(table(rows), filter("missing"), "", none))).toEqual(["b"]);
    expect(shownRows(table(rows, []), filter("above", "2"), "", none)).toHaveLength(4);
    const asks = (is: "equal" | "unequal" | "contains", value: string) => ({
      ...{ column: "setting:method", is, value },
    });
    expect(passes("lora", asks("equal", "LoRA"))).toBe(true);
    expect(passes("lora", asks("unequal", "lora"))).toBe(false);
    expect(passes("hub:a/swin", asks("contains", "swin"))).toBe(true);
    expect(passes(0.001, asks("equal", "1e-3"))).toBe(true);
    expect(passes(true, asks("equal", "true"))).toBe(true);
    expect(passes(5, { column: "setting:epochs", is: "above", value: "" })).toBe(false);
  });

  it("ask for what they are filtered and sorted by, once", () => {
    const filters = [{ column: "setting:epochs", is: "equal" as const, value: "5" }];
    const columns = ["fact:name", "setting:epochs"];
    expect(askedColumns(view({ columns, filters, sort: byScore }))).toEqual([
      ...["fact:name", "setting:epochs", "best:val/macro_f1"],
    ]);
  });
});

describe("groups", () => {
  it("hold the runs whose settings differ in the seed alone", () => {
    const keyOf = (config: object, dataset = "dst_a") =>
      settingsKey(dataset, flattenSettings(runConfigSchema.parse(config)));
    expect(keyOf({ seed: 1 })).toBe(keyOf({ seed: 2 }));
    expect(keyOf({ lora: { r: 4 } })).not.toBe(keyOf({}));
    expect(keyOf({}, "dst_b")).not.toBe(keyOf({}));
  });

  it("have the mean, or what all share, and open into their runs", () => {
    const runs = [
      row("a", [0.7], { settingsKey: "g", seed: 1 }),
      row("b", [0.95], { settingsKey: "other" }),
      row("c", [0.9], { settingsKey: "g", seed: 2 }),
    ];
    const grouped = view({ grouped: true, sort: byScore });
    expect(ids(shownRows(table(runs), grouped, "", none))).toEqual(["b", "g"]);
    expect(ids(shownRows(table(runs), grouped, "", new Set(["g"])))).toEqual(["b", "g", "c", "a"]);
    expect(groupCell([0.7, 0.9])).toMatchObject({ kind: "mean", mean: 0.8, count: 2 });
    expect(groupCell(["lora", "lora"])).toEqual({ kind: "same", value: "lora" });
    expect(groupCell(["a", "b"])).toEqual({ kind: "different", count: 2 });
    expect(groupCell([null, null])).toEqual({ kind: "same", value: null });
    expect(groupCell([null, 0.5])).toMatchObject({ kind: "mean", mean: 0.5, half: null });
  });

  it("are quick with 5,000 runs", () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      row(`run${index}`, [(index * 7919) % 1000], { settingsKey: `g${index % 1000}` }),
    );
    const before = performance.now();
    expect(shownRows(table(many), view({ grouped: true, sort: byScore }), "", none)).toHaveLength(
      1000,
    );
    // A frame or two on a quiet machine; the limit is for a loaded one.
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
