import { describe, expect, it } from "vitest";
import {
  activeTree,
  ancestorsOf,
  branchOf,
  findStandIns,
  findTaker,
  inTreeOrder,
  rollUp,
} from "./class-tree";

const one = (id: string, parentId?: string, archived = false, mergedIntoId?: string) => ({
  id,
  parentId,
  archived,
  mergedIntoId,
});
const classes = [
  one("water"),
  one("spruce", "conifer"),
  one("forest"),
  one("conifer", "forest"),
  one("oak", "leafy"),
  one("leafy", "forest", true),
  one("lake", "water", true, "water"),
];
const shape = (rows: { one: { id: string }; level: number }[]) =>
  rows.map((row) => `${"-".repeat(row.level)}${row.one.id}`);

describe("the tree of classes", () => {
  it("puts every class below its parent and keeps the order otherwise", () => {
    expect(shape(inTreeOrder(classes))).toEqual([
      ...["water", "-lake", "forest", "-conifer", "--spruce", "-leafy", "--oak"],
    ]);
  });

  it("cuts circles open and brings those of a missing parent to the top", () => {
    const odd = [one("a", "b"), one("b", "a"), one("c", "nobody")];
    expect(shape(inTreeOrder(odd))).toEqual(["c", "a", "-b"]);
    expect(ancestorsOf(odd, "a").length).toBeLessThanOrEqual(2);
    expect(branchOf(odd, "a")).toEqual(new Set(["a", "b"]));
  });

  it("groups by classes that can be given only", () => {
    expect(shape(activeTree(classes))).toEqual(["water", "forest", "-conifer", "--spruce", "-oak"]);
  });

  it("adds counts up, archived classes included", () => {
    const sums = rollUp(classes, (id) => (id === "forest" ? 1 : 10));
    expect(sums.get("forest")).toBe(41);
    expect(sums.get("conifer")).toBe(20);
    expect(sums.get("water")).toBe(20);
  });

  it("finds who has the labels of a merged class, through a chain and out of a circle", () => {
    const chain = [one("a", undefined, true, "b"), one("b", undefined, true, "c"), one("c")];
    expect(findTaker(chain, "a")?.id).toBe("c");
    expect(findTaker(chain, "c")?.id).toBe("c");
    expect(findTaker(chain, "gone")).toBeUndefined();
    const circle = [one("a", undefined, true, "b"), one("b", undefined, true, "a")];
    expect(findTaker(circle, "a")).toBeDefined();
  });

  it("finds what a class counts for", () => {
    const standIns = findStandIns(classes, new Set(["forest", "conifer", "water"]));
    expect(Object.fromEntries(standIns)).toEqual({
      ...{ water: "water", lake: "water", forest: "forest", leafy: "forest", oak: "forest" },
      ...{ conifer: "conifer", spruce: "conifer" },
    });
  });
});
