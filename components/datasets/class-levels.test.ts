import { expect, it } from "vitest";
import type { Class } from "@/lib/contracts/projects";
import { classesOfLevel, levelsOf } from "./class-levels";

const one = (id: string, parentId?: string, archived = false): Class => ({
  ...{ id, index: 0, name: id, colour: "#123456", key: null, archived },
  ...(parentId === undefined ? {} : { parentId }),
});
const classes = [
  ...[one("water"), one("forest"), one("conifers", "forest"), one("spruce", "conifers")],
  ...[one("leafy", "forest"), one("old", "forest", true), one("oak", "old")],
];

it("finds the classes that stand for all at each level", () => {
  expect(levelsOf(classes)).toBe(3);
  expect(classesOfLevel(classes, 0)).toEqual(["water", "forest"]);
  expect(classesOfLevel(classes, 1)).toEqual(["water", "conifers", "leafy", "oak"]);
  expect(levelsOf([one("water")])).toBe(1);
});
