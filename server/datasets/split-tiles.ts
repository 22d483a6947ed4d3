import { type SplitName, splitNameSchema } from "@/lib/contracts/common";
import type { SplitPlan } from "@/lib/contracts/datasets";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { seededRandom, shuffle } from "./random";
import { splitInBlocks } from "./split-in-blocks";
import { type TileTable, unused } from "./tile-table";

/** The parts in their order everywhere: as numbers 0, 1, 2. */
export const splitNames: readonly SplitName[] = splitNameSchema.options;

/** A part by its name; `unused` for anything else. */
export function partOf(name: string | null): number {
  const part = splitNames.indexOf(name as SplitName);
  return part < 0 ? unused : part;
}

type Shares = { train: number; val: number; test: number };

/**
 * Gives every tile its part. Depends on nothing but its arguments: tiles in the same order with the
 * same plan get the same parts.
 *
 * @param scenes The scenes that the tiles lie in, with the width of their grids.
 * @returns Per tile 0 train, 1 val, 2 test, or `unused`.
 */
export function splitTiles(
  tiles: TileTable,
  plan: SplitPlan,
  scenes: readonly { id: string; gridCols: number }[],
): Uint8Array {
  switch (plan.kind) {
    case "random":
      return splitAtRandom(tiles, plan.shares, plan.seed);
    case "blocks":
      return splitInBlocks(
        tiles,
        splitNames.map((name) => plan.shares[name]),
        plan.seed,
        plan.blockTiles,
        scenes.map((scene) => scene.gridCols),
      );
    case "scene":
      return splitByScene(
        tiles,
        plan.bySceneId,
        scenes.map((scene) => scene.id),
      );
    case "imported":
      return tiles.importedPart.slice();
  }
}

/**
 * Shuffles the tiles of each class and cuts them by the shares. Counts differ from the shares by less
 * than one tile per class, except that a part with a share gets one tile of every class that has
 * enough of them.
 */
function splitAtRandom(tiles: TileTable, shares: Shares, seed: number): Uint8Array {
  const parts = new Uint8Array(tiles.count);
  for (const [classIndex, members] of membersByClass(tiles).entries()) {
    // Its own stream per class: labelling more of one class leaves the others where they were.
    shuffle(members, seededRandom(seed * 1009 + classIndex));
    const counts = allocate(members.length, shares);
    let next = 0;
    for (const part of [0, 1, 2] as const) {
      for (let taken = 0; taken < counts[part]; taken += 1) {
        parts[members[next] as number] = part;
        next += 1;
      }
    }
  }
  return parts;
}

/** The tiles of each class, in their order. */
function membersByClass({ count, classIndex }: TileTable): Int32Array[] {
  const counts = new Uint32Array(256);
  for (const one of classIndex) counts[one] = (counts[one] as number) + 1;
  const members = Array.from(counts, (size) => new Int32Array(size));
  const filled = new Uint32Array(256);
  for (let tile = 0; tile < count; tile += 1) {
    const one = classIndex[tile] as number;
    (members[one] as Int32Array)[filled[one] as number] = tile;
    filled[one] = (filled[one] as number) + 1;
  }
  return members;
}

/** Cuts `count` by the shares: whole numbers that add up, no part with a share left empty. */
export function allocate(count: number, shares: Shares): [number, number, number] {
  const wanted = splitNames.map((name) => shares[name] * count);
  const counts = wanted.map(Math.floor) as [number, number, number];
  const byRemainder = [0, 1, 2].sort(
    (a, b) =>
      (wanted[b] as number) -
      (counts[b] as number) -
      ((wanted[a] as number) - (counts[a] as number)),
  );
  let missing = count - counts.reduce((sum, one) => sum + one, 0);
  for (const part of byRemainder) {
    if (missing === 0) break;
    if ((wanted[part] as number) === 0) continue;
    counts[part] = (counts[part] as number) + 1;
    missing -= 1;
  }
  if (missing > 0) counts[0] += missing;
  const withShare = [0, 1, 2].filter((part) => (wanted[part] as number) > 0);
  if (count < withShare.length) return counts;
  for (const part of withShare) {
    if ((counts[part] as number) > 0) continue;
    const largest = counts.indexOf(Math.max(...counts));
    counts[largest] = (counts[largest] as number) - 1;
    counts[part] = 1;
  }
  return counts;
}

function splitByScene(
  tiles: TileTable,
  bySceneId: Record<string, SplitName>,
  sceneIds: readonly string[],
): Uint8Array {
  const partOfScene = sceneIds.map((sceneId) => {
    const name = bySceneId[sceneId];
    if (!name) {
      throw new AppError(
        "invalid_input",
        sentence("server.datasets.sceneWithoutPart", { sceneId }),
      ).at("split");
    }
    return splitNames.indexOf(name);
  });
  return Uint8Array.from(tiles.scene, (scene) => partOfScene[scene] as number);
}

/**
 * Pairs of tiles that touch along an edge and are in different parts.
 *
 * @param grids Of the scenes that the tiles lie in; null for one whose tiles do not count.
 */
export function countNeighboursAcrossSplits(
  tiles: TileTable,
  parts: Uint8Array,
  grids: readonly ({ gridRows: number; gridCols: number } | null)[],
): number {
  const noTile = 254;
  const partAt = grids.map((grid) =>
    new Uint8Array(grid ? grid.gridRows * grid.gridCols : 0).fill(noTile),
  );
  for (let tile = 0; tile < tiles.count; tile += 1) {
    const plane = partAt[tiles.scene[tile] as number] as Uint8Array;
    plane[tiles.cell[tile] as number] = parts[tile] as number;
  }
  let pairs = 0;
  grids.forEach((grid, scene) => {
    const plane = partAt[scene] as Uint8Array;
    const cols = grid?.gridCols ?? 1;
    for (let cell = 0; cell < plane.length; cell += 1) {
      const own = plane[cell] as number;
      if (own === noTile) continue;
      const right = (cell + 1) % cols === 0 ? noTile : (plane[cell + 1] as number);
      const below = plane[cell + cols] ?? noTile;
      if (right !== noTile && right !== own) pairs += 1;
      if (below !== noTile && below !== own) pairs += 1;
    }
  });
  return pairs;
}
