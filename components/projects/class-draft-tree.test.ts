import { describe, expect, it } from "vitest";
import { fitDrop, rowsOf, type Step, withDropped, withMoved } from "./class-draft-tree";
import { type ClassDraft, draftsOfNames, toClassInputs, withoutDraft } from "./class-drafts";

/** Drafts from lines such as "-Conifers": one dash for each level. */
function listOf(...lines: string[]): ClassDraft[] {
  const drafts = draftsOfNames(lines.map((line) => line.replace(/^-*/, "")));
  const path: string[] = [];
  return drafts.map((draft, row) => {
    const level = lines[row]?.match(/^-*/)?.[0].length ?? 0;
    path[level] = draft.draftId;
    return { ...draft, parentDraftId: level === 0 ? null : (path[level - 1] ?? null) };
  });
}

const shape = (list: readonly ClassDraft[]) =>
  rowsOf(list).map(({ draft, level }) => `${"-".repeat(level)}${draft.name}`);
const idOf = (list: readonly ClassDraft[], name: string) =>
  list.find((one) => one.name === name)?.draftId ?? "";
const move = (list: readonly ClassDraft[], name: string, step: Step) => {
  const moved = withMoved(list, idOf(list, name), step);
  return moved && shape(moved);
};

describe("the tree of class drafts", () => {
  const list = listOf("Water", "Forest", "-Conifers", "-Leafy", "Town");

  it("moves a class past its neighbours with all below it", () => {
    expect(move(list, "Forest", "up")).toEqual(["Forest", "-Conifers", "-Leafy", "Water", "Town"]);
    expect(move(list, "Water", "down")).toEqual(["Forest", "-Conifers", "-Leafy", "Water", "Town"]);
    expect(move(list, "Leafy", "up")).toEqual(["Water", "Forest", "-Leafy", "-Conifers", "Town"]);
    expect(move(list, "Water", "up")).toBeNull();
    expect(move(list, "Town", "down")).toBeNull();
  });

  it("moves a class out of its parent at the ends", () => {
    expect(move(list, "Conifers", "up")).toEqual(["Water", "Conifers", "Forest", "-Leafy", "Town"]);
    expect(move(list, "Leafy", "down")).toEqual(["Water", "Forest", "-Conifers", "Town", "Leafy"]);
  });

  it("moves a class a level in and out", () => {
    expect(move(list, "Town", "in")).toEqual([
      ...["Water", "Forest", "-Conifers", "-Leafy", "-Town"],
    ]);
    expect(move(list, "Conifers", "out")).toEqual([
      ...["Water", "Forest", "-Leafy", "Conifers", "Town"],
    ]);
    expect(move(list, "Leafy", "in")).toEqual([
      ...["Water", "Forest", "-Conifers", "--Leafy", "Town"],
    ]);
    expect(move(list, "Water", "in")).toBeNull();
    expect(move(list, "Water", "out")).toBeNull();
  });

  it("keeps to three levels, whatever is below", () => {
    const deep = listOf("A", "-B", "--C", "D", "-E");
    expect(move(deep, "C", "in")).toBeNull();
    expect(move(deep, "D", "in")).toEqual(["A", "-B", "--C", "-D", "--E"]);
    // Between A and B there is no room for a class with one below it at the top.
    const rows = rowsOf(deep);
    const drop = fitDrop(rows, idOf(deep, "D"), { place: 2, level: 0 });
    expect(drop).toBeNull();
    expect(fitDrop(rows, idOf(deep, "D"), { place: 1, level: 0 })).toEqual({ place: 1, level: 1 });
  });

  it("drops a branch where it is wanted", () => {
    const dropped = withDropped(list, idOf(list, "Forest"), { place: 2, level: 0 });
    expect(shape(dropped)).toEqual(["Water", "Town", "Forest", "-Conifers", "-Leafy"]);
    const below = withDropped(list, idOf(list, "Water"), { place: 2, level: 1 });
    expect(shape(below)).toEqual(["Forest", "-Conifers", "-Water", "-Leafy", "Town"]);
  });

  it("names parents, and hands the children of a removed class up", () => {
    expect(toClassInputs(list).map((one) => one.parent)).toEqual([
      ...[null, null, "Forest", "Forest", null],
    ]);
    const forest = list.find((one) => one.name === "Forest");
    if (!forest) throw new Error("no forest");
    expect(shape(withoutDraft(list, forest))).toEqual(["Water", "Conifers", "Leafy", "Town"]);
  });
});
