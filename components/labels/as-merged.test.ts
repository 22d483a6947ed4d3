import { describe, expect, it } from "vitest";
import type { Class } from "@/lib/contracts/projects";
import { asMergedClasses, asMergedPlane, labelsAsPredicted } from "./as-merged";

const one = (index: number, part: Partial<Class> = {}): Class => ({
  ...{ id: `c${index}`, index, name: `C${index}`, colour: "#123456", key: null, archived: false },
  ...part,
});
const merged = { archived: true, mergedIntoId: "c1" };
const classes = [one(0, merged), one(1), one(2), one(3, { parentId: "c1" })];
const counted = ({ id, index, name, colour }: Class, count: number) => ({
  ...{ id, index, name, colour, count },
});

describe("predictions from before a merge", () => {
  it("say the class that took over", () => {
    const before = classes.slice(0, 3).map((each) => counted(each, 10));
    const after = asMergedClasses(before, classes);
    expect(after.map((each) => [each.id, each.count])).toEqual([
      ["c1", 20],
      ["c2", 10],
    ]);
    expect([...asMergedPlane(Uint8Array.from([0, 1, 2, 3]), classes)]).toEqual([0, 2, 2, 3]);
  });

  it("agree with labels below the class that they say", () => {
    const byteOf = labelsAsPredicted([{ id: "c1" }, { id: "c2" }], classes);
    expect([...byteOf.subarray(0, 5)]).toEqual([0, 2, 2, 3, 2]);
    expect(labelsAsPredicted([{ id: "c2" }], classes)[2]).toBe(2);
  });
});
