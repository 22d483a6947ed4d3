import { describe, expect, it } from "vitest";
import { settleAt } from "@/lib/truth-planes";
import { settleTiles, type TruthGrid } from "./settle-tiles";

/** Two rows of three tiles of 10 px; the last column is 5 px wide. */
const grid: TruthGrid = { widthPx: 25, heightPx: 20, tileSizePx: 10, gridRows: 2, gridCols: 3 };

function settle(
  triples: [tile: number, value: number, count: number][],
  options: { minShare?: number; targets?: number[]; overlaps?: number[]; points?: boolean } = {},
) {
  const { minShare = 0.5, targets = [0, 1, 2], overlaps = [], points = false } = options;
  return settleTiles(
    {
      counts: Int32Array.from(triples.flat()),
      overlaps: Int32Array.from(overlaps.flatMap((tile) => [tile, 1])),
      countsPoints: points,
    },
    grid,
    Int16Array.from(targets),
    3,
    minShare,
  );
}

describe("settling tiles", () => {
  it("gives a tile the class that covers most of it, when that is enough", () => {
    const settled = settle([
      [0, 0, 60],
      [0, 1, 40],
      [1, 1, 49],
      [3, 0, 40],
      [3, 2, 45],
    ]);
    expect([...settled.plane]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(settled).toMatchObject({ tileCount: 1, littleCount: 1, conflictCount: 1 });
    expect(settled.conflicts).toEqual([
      {
        row: 1,
        col: 0,
        kind: "mixed",
        shares: [
          { name: "2", share: 0.45 },
          { name: "0", share: 0.4 },
        ],
      },
    ]);
  });

  it("measures tiles at the edge by what there is of them", () => {
    expect([...settle([[2, 0, 25]]).plane]).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it("adds values that become the same class, and leaves out what becomes nothing", () => {
    const counts: [number, number, number][] = [
      [0, 0, 30],
      [0, 1, 30],
      [0, 2, 40],
    ];
    expect(settle(counts, { targets: [1, 1, -1] }).plane[0]).toBe(2);
    expect(settle(counts, { targets: [-1, -1, -1] }).plane[0]).toBe(0);
  });

  it("leaves ties open and lists overlaps", () => {
    const tie = settle([
      [0, 0, 50],
      [0, 1, 50],
    ]);
    expect(tie.plane[0]).toBe(0);
    expect(tie.conflicts[0]?.kind).toBe("tie");
    const overlap = settle(
      [
        [0, 0, 100],
        [0, 1, 50],
      ],
      { overlaps: [0] },
    );
    expect(overlap.plane[0]).toBe(1);
    expect(overlap.conflicts[0]?.kind).toBe("overlap");
  });

  it("counts points among the points of their tile", () => {
    const points: [number, number, number][] = [
      [0, 0, 2],
      [0, 1, 1],
    ];
    expect(settle(points, { points: true }).plane[0]).toBe(1);
    expect(settle(points, { points: true, minShare: 0.7 }).plane[0]).toBe(0);
  });

  it("leaves what a browser needs to follow another share by itself", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % below;
    };
    for (let round = 0; round < 40; round += 1) {
      const triples = [0, 1, 2, 3, 4, 5].flatMap((tile) =>
        [0, 1, 2].flatMap((value): [number, number, number][] => {
          const count = random(3) === 0 ? 0 : 5 * random(11);
          return count === 0 ? [] : [[tile, value, count]];
        }),
      );
      const overlaps = [0, 1, 2, 3, 4, 5].filter(() => random(3) === 0);
      for (const minShare of [0, 0.05, 0.25, 0.4, 0.5, 1]) {
        const settled = settle(triples, { minShare, overlaps });
        // Whatever share the planes were made with.
        const { before } = settle(triples, { minShare: 0.9, overlaps });
        const live = settleAt(before, minShare);
        expect([...live.plane]).toEqual([...settled.plane]);
        expect([...live.conflicts]).toEqual(
          settled.conflicts.map(({ row, col }) => row * grid.gridCols + col),
        );
      }
    }
  });
});
