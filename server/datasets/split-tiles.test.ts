import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./random";
import { allocate, countNeighboursAcrossSplits, partOf, splitTiles } from "./split-tiles";
import { makeTileTable, type TileTable, unused } from "./tile-table";

/** As a reader thinks of it. */
interface LabelledTile {
  scene: number;
  row: number;
  col: number;
  classIndex: number;
  importedSplit: string | null;
}

function tableOf(tiles: readonly LabelledTile[], gridCols: number): TileTable {
  const table = makeTileTable(tiles.length);
  tiles.forEach((tile, index) => {
    table.scene[index] = tile.scene;
    table.cell[index] = tile.row * gridCols + tile.col;
    table.classIndex[index] = tile.classIndex;
    table.importedPart[index] = partOf(tile.importedSplit);
  });
  return table;
}

/** Tiles of a scene in row order, some of them unlabelled, classes in patches and of unequal size. */
function makeTiles(seed: number, rows = 40, cols = 40, classes = 4): LabelledTile[] {
  const random = seededRandom(seed);
  const tiles: LabelledTile[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) {
      if (random() < 0.2) continue;
      const patch = (Math.floor(row / 10) + Math.floor(col / 10)) % classes;
      const classIndex = random() < 0.7 ? patch : Math.floor(random() ** 2 * classes);
      tiles.push({ scene: 0, row, col, classIndex, importedSplit: null });
    }
  }
  return tiles;
}

const scene40 = { id: "scene", gridRows: 40, gridCols: 40 };
const scene80 = { id: "scene", gridRows: 80, gridCols: 80 };

const shareSets = [
  { train: 0.7, val: 0.15, test: 0.15 },
  { train: 0.8, val: 0.2, test: 0 },
  { train: 0.34, val: 0.33, test: 0.33 },
];

function countByPart(parts: Uint8Array): number[] {
  return [0, 1, 2].map((part) => parts.filter((one) => one === part).length);
}

describe("allocate", () => {
  it("adds up, stays within one tile of the share, and empties no part that has one", () => {
    for (const shares of shareSets) {
      for (let count = 0; count < 200; count += 1) {
        const counts = allocate(count, shares);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(count);
        const values = [shares.train, shares.val, shares.test];
        counts.forEach((one, part) => {
          const share = values[part] as number;
          if (share === 0) expect(one).toBe(0);
          else if (count >= 3) expect(one).toBeGreaterThan(0);
          if (count >= 20) expect(Math.abs(one - share * count)).toBeLessThan(1.001);
        });
      }
    }
  });
});

describe("random splits", () => {
  it("keep every class's shares, for any seed", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const tiles = makeTiles(seed);
      for (const shares of shareSets) {
        const parts = splitTiles(tableOf(tiles, 40), { kind: "random", shares, seed }, [scene40]);
        for (let classIndex = 0; classIndex < 4; classIndex += 1) {
          const own = parts.filter((_, index) => tiles[index]?.classIndex === classIndex);
          const [train] = countByPart(own);
          expect(Math.abs((train as number) - shares.train * own.length)).toBeLessThan(2);
        }
      }
    }
  });

  it("are the same for the same seed and different for another", () => {
    const tiles = tableOf(makeTiles(1), 40);
    const shares = { train: 0.7, val: 0.15, test: 0.15 };
    const once = splitTiles(tiles, { kind: "random", shares, seed: 5 }, [scene40]);
    expect(splitTiles(tiles, { kind: "random", shares, seed: 5 }, [scene40])).toEqual(once);
    expect(splitTiles(tiles, { kind: "random", shares, seed: 6 }, [scene40])).not.toEqual(once);
  });
});

describe("block splits", () => {
  it("never divide a block and come near the shares of every class", () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const tiles = makeTiles(seed, 80, 80);
      const shares = { train: 0.7, val: 0.15, test: 0.15 };
      const plan = { kind: "blocks" as const, shares, seed, blockTiles: 4 };
      const parts = splitTiles(tableOf(tiles, 80), plan, [scene80]);
      expect(splitTiles(tableOf(tiles, 80), plan, [scene80])).toEqual(parts);
      const partOfBlock = new Map<string, number>();
      tiles.forEach((tile, index) => {
        const key = `${Math.floor(tile.row / 4)}/${Math.floor(tile.col / 4)}`;
        const part = partOfBlock.get(key) ?? parts[index];
        expect(parts[index]).toBe(part);
        partOfBlock.set(key, part as number);
      });
      for (let classIndex = 0; classIndex < 4; classIndex += 1) {
        const own = parts.filter((_, index) => tiles[index]?.classIndex === classIndex);
        const [train, val, test] = countByPart(own) as [number, number, number];
        expect(Math.abs(train / own.length - 0.7)).toBeLessThan(0.05);
        expect(Math.abs(val / own.length - 0.15)).toBeLessThan(0.05);
        expect(Math.abs(test / own.length - 0.15)).toBeLessThan(0.05);
      }
    }
  });

  it("separate neighbours better than chance", () => {
    const tiles = tableOf(makeTiles(3, 80, 80), 80);
    const shares = { train: 0.7, val: 0.15, test: 0.15 };
    const random = splitTiles(tiles, { kind: "random", shares, seed: 1 }, [scene80]);
    const blocks = splitTiles(tiles, { kind: "blocks", shares, seed: 1, blockTiles: 8 }, [scene80]);
    const across = (parts: Uint8Array) => countNeighboursAcrossSplits(tiles, parts, [scene80]);
    expect(across(blocks)).toBeLessThan(across(random) / 3);
  });
});

describe("what was promised to datasets that are frozen already", () => {
  it("stays: the same tiles and plan give the same parts in every version", () => {
    const tiles = tableOf(makeTiles(3, 80, 80), 80);
    const shares = { train: 0.7, val: 0.15, test: 0.15 };
    const digest = (parts: Uint8Array) => createHash("sha256").update(parts).digest("hex");
    const random = splitTiles(tiles, { kind: "random", shares, seed: 1 }, [scene80]);
    const blocks = splitTiles(tiles, { kind: "blocks", shares, seed: 1, blockTiles: 8 }, [scene80]);
    expect([digest(random), digest(blocks)]).toEqual([
      "6300d6ae5dadf073f301fdc110d37fad04d24fd115ce26ad373104925698b870",
      "b9daa572d278501554b4c84ab74e7e0515df846584501d89afd85865963a215d",
    ]);
  });
});

describe("splits by scene and imported splits", () => {
  const scenes = ["a", "b"].map((id) => ({ id, gridCols: 2 }));
  const listed: LabelledTile[] = [
    { scene: 0, row: 0, col: 0, classIndex: 0, importedSplit: "train" },
    { scene: 1, row: 0, col: 0, classIndex: 1, importedSplit: "test" },
    { scene: 1, row: 0, col: 1, classIndex: 1, importedSplit: null },
  ];
  const tiles = tableOf(listed, 2);

  it("follow the scene", () => {
    const parts = splitTiles(tiles, { kind: "scene", bySceneId: { a: "train", b: "val" } }, scenes);
    expect([...parts]).toEqual([0, 1, 1]);
  });

  it("refuse a scene that was forgotten", () => {
    expect(() => splitTiles(tiles, { kind: "scene", bySceneId: { a: "train" } }, scenes)).toThrow(
      "Scene b has no part",
    );
  });

  it("follow what came with the chips", () => {
    expect([...splitTiles(tiles, { kind: "imported" }, scenes)]).toEqual([0, 2, unused]);
  });
});
