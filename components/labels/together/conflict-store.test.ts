import { describe, expect, it } from "vitest";
import type { LabelConflict } from "@/lib/contracts/labels";
import { ConflictStore } from "./conflict-store";

const conflict = (tiles: [number, number][], name = "Bob"): LabelConflict => ({
  labelledBy: { id: name.toLowerCase(), name },
  classId: "cls_water",
  wantedClassId: "cls_forest",
  atMs: tiles.length,
  inReview: true,
  tiles,
});

describe("ConflictStore", () => {
  it("joins those of one person, class and wish, each tile once", () => {
    const store = new ConflictStore();
    store.add("scn_1", [conflict([[0, 0]])]);
    store.add("scn_1", [
      conflict([
        [0, 0],
        [0, 1],
      ]),
      conflict([[5, 5]], "Cleo"),
    ]);
    store.add("scn_2", [conflict([[0, 0]])]);
    expect(store.get().map((one) => [one.labelledBy.name, one.sceneId, one.tiles.length])).toEqual([
      ["Bob", "scn_1", 2],
      ["Cleo", "scn_1", 1],
      ["Bob", "scn_2", 1],
    ]);
    expect(store.get()[0]?.atMs).toBe(2);
    expect(store.tileCount).toBe(4);
    store.remove(store.get()[1] as ReturnType<typeof store.get>[number]);
    expect(store.tileCount).toBe(3);
  });
});
