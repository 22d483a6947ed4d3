import { describe, expect, it } from "vitest";
import type { Class } from "@/lib/contracts/projects";
import { listPaletteClasses } from "./class-palette-rows";

const one = (index: number, name: string, parent?: number, archived = false): Class => ({
  ...{ id: `c${index}`, index, name, colour: "#123456", key: null, archived },
  ...(parent === undefined ? {} : { parentId: `c${parent}` }),
});
const classes = [
  one(0, "Forest"),
  one(1, "Conifers", 0),
  one(2, "Spruce", 1),
  one(3, "Leafy", 0, true),
  one(4, "Water"),
];
const counts = [0, 1, 20, 300, 4000, 50000];
const list = (folded: string[] = [], search = "") =>
  listPaletteClasses(classes, counts, folded, search).map(
    (row) => `${"-".repeat(row.level)}${row.one.name} ${row.count} ${row.sum}`,
  );

describe("listPaletteClasses", () => {
  it("adds up what is below, archived classes too, but does not offer them", () => {
    expect(list()).toEqual([
      ...["Forest 1 4321", "-Conifers 20 320", "--Spruce 300 300", "Water 50000 50000"],
    ]);
  });

  it("folds a class with all below it", () => {
    expect(list(["c0"])).toEqual(["Forest 1 4321", "Water 50000 50000"]);
    expect(list(["c1"])).toEqual(["Forest 1 4321", "-Conifers 20 320", "Water 50000 50000"]);
  });

  it("finds by name, with all above it, folded or not", () => {
    expect(list(["c0"], "SPRU ")).toEqual([
      ...["Forest 1 4321", "-Conifers 20 320", "--Spruce 300 300"],
    ]);
    expect(list([], "nothing")).toEqual([]);
  });
});
