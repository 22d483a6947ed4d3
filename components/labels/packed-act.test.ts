import { describe, expect, it } from "vitest";
import { EditHistory } from "./edit-history";
import { bytesOfPacked, packAct, unpackAct } from "./packed-act";

function stored(cells: number[], before: number[], after: number[]) {
  return {
    sceneId: "scn_a",
    cells: Int32Array.from(cells),
    before: Uint8Array.from(before),
    after: Uint8Array.from(after),
    batchIds: ["one"],
    order: 7,
    undone: false,
  };
}

describe("packed acts", () => {
  it("come back as they were, in their order", () => {
    const acts = [
      stored([], [], []),
      stored([5], [0], [3]),
      stored([9, 4, 7, 1], [0, 1, 2, 3], [3, 3, 3, 3]),
      stored(
        Array.from({ length: 600 }, (_, place) => (place < 300 ? 50 + place : 10 + place)),
        Array.from({ length: 600 }, (_, place) => (place < 500 ? 0 : 255)),
        new Array(600).fill(4),
      ),
    ];
    for (const act of acts) expect(unpackAct(packAct(act))).toEqual(act);
  });

  it("weigh little when a million tiles get one class", () => {
    const count = 1_000_000;
    const act = {
      ...stored([], [], []),
      cells: Int32Array.from({ length: count }, (_, place) => place),
      before: new Uint8Array(count),
      after: new Uint8Array(count).fill(2),
    };
    expect(bytesOfPacked(packAct(act))).toBeLessThan(1000);
    const history = new EditHistory();
    for (let step = 0; step < 30; step += 1) history.add(act);
    const undone = history.takeUndo();
    expect(undone?.cells.length).toBe(count);
    expect([undone?.cells.at(-1), undone?.before.at(-1), undone?.after[0]]).toEqual([
      count - 1,
      0,
      2,
    ]);
    expect(history.takeRedo()?.after.at(-1)).toBe(2);
  });
});
