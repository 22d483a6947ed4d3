import { type SplitName, splitNameSchema } from "@/lib/contracts/common";
import type { SplitPlan } from "@/lib/contracts/datasets";
import { AppError } from "@/lib/errors";
import { tileIndex } from "@/lib/geo/grid";
import { sentence } from "@/lib/i18n/sentence";
import { seededRandom, shuffle } from "./random";
import { splitInBlocks } from "./split-in-blocks";

/** A labelled tile, as splitting sees it. */
export interface LabelledTile {
  /** Position of its scene in the plan. */
  scene: number;
  row: number;
  col: number;
  /** Position of its class in the plan. */
  classIndex: number;
  /** The part it came with, for chips that were imported with one. */
  importedSplit: SplitName | null;
}

/** The parts in their order everywhere: as numbers 0, 1, 2. */
export const splitNames: readonly SplitName[] = splitNameSchema.options;

/** Marks a tile that no part takes. */
export const unused = 255;

type Shares = { train: number; val: number; test: number };

/**
 * Gives every tile its part. Depends on nothing but its arguments: tiles in the same order with the
 * same plan get the same parts.
 *
 * @param sceneIds Ids of the scenes that `tile.scene` counts.
 * @returns Per tile 0 train, 1 val, 2 test, or `unused`.
 */
export function splitTiles(
  tiles: readonly LabelledTile[],
  plan: SplitPlan,
  sceneIds: readonly string[],
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
      );
    case "scene":
      return splitByScene(tiles, plan.bySceneId, sceneIds);
    case "imported":
      return Uint8Array.from(tiles, (tile) =>
        tile.importedSplit === null ? unused : splitNames.indexOf(tile.importedSplit),
      );
  }
}

/**
 * Shuffles the tiles of each class and cuts them by the shares. Counts differ from the shares by less
 * than one tile per class, except that a part with a share gets one tile of every class that has
 * enough of them.
 */
function splitAtRandom(tiles: readonly LabelledTile[], shares: Shares, seed: number): Uint8Array {
  const parts = new Uint8Array(tiles.length);
  const byClass = new Map<number, number[]>();
  tiles.forEach((tile, index) => {
    const members = byClass.get(tile.classIndex);
    if (members) members.push(index);
    else byClass.set(tile.classIndex, [index]);
  });
  for (const classIndex of [...byClass.keys()].sort((a, b) => a - b)) {
    const members = byClass.get(classIndex) as number[];
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
  tiles: readonly LabelledTile[],
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
  return Uint8Array.from(tiles, (tile) => partOfScene[tile.scene] as number);
}

/** Pairs of tiles that touch along an edge and are in different parts. */
export function countNeighboursAcrossSplits(
  tiles: readonly LabelledTile[],
  parts: Uint8Array,
  gridCols: readonly number[],
): number {
  const partAt = gridCols.map(() => new Map<number, number>());
  tiles.forEach((tile, index) => {
    const key = tileIndex(tile, gridCols[tile.scene] as number);
    partAt[tile.scene]?.set(key, parts[index] as number);
  });
  let pairs = 0;
  tiles.forEach((tile, index) => {
    const cols = gridCols[tile.scene] as number;
    const key = tileIndex(tile, cols);
    const own = parts[index];
    const right = tile.col + 1 < cols ? partAt[tile.scene]?.get(key + 1) : undefined;
    const below = partAt[tile.scene]?.get(key + cols);
    if (right !== undefined && right !== own) pairs += 1;
    if (below !== undefined && below !== own) pairs += 1;
  });
  return pairs;
}
