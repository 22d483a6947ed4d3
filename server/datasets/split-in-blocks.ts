import { seededRandom, shuffle } from "./random";
import type { LabelledTile } from "./split-tiles";

/** Tiles that stay together. */
interface Block {
  members: number[];
  /** [class, share of that class's tiles that lie in this block]. */
  classShares: [classIndex: number, share: number][];
}

const maxPasses = 8;

/**
 * Deals out whole blocks of neighbouring tiles, so that tiles of two parts touch only along the
 * borders of blocks.
 *
 * Largest blocks first, each goes to the part where it brings the classes nearest to the shares
 * (after Sechidis et al., "On the stratification of multi-label data", 2011); then single blocks move
 * as long as that brings the classes nearer still.
 *
 * @param shares Share of the tiles per part; parts with 0 stay empty.
 * @returns Part of every tile.
 */
export function splitInBlocks(
  tiles: readonly LabelledTile[],
  shares: readonly number[],
  seed: number,
  blockTiles: number,
): Uint8Array {
  const blocks = shuffle(gatherBlocks(tiles, blockTiles), seededRandom(seed));
  blocks.sort((a, b) => b.members.length - a.members.length);
  const balance = new Balance(shares);
  const partOf = blocks.map((block) => {
    const part = balance.bestPart(block);
    balance.add(block, part);
    return part;
  });
  for (let pass = 0, moved = true; pass < maxPasses && moved; pass += 1) {
    moved = false;
    blocks.forEach((block, index) => {
      const from = partOf[index] as number;
      balance.remove(block, from);
      const to = balance.bestPart(block, from);
      balance.add(block, to);
      partOf[index] = to;
      if (to !== from) moved = true;
    });
  }
  const parts = new Uint8Array(tiles.length);
  blocks.forEach((block, index) => {
    for (const member of block.members) parts[member] = partOf[index] as number;
  });
  return parts;
}

/** How much of every class each part holds. */
class Balance {
  private readonly held: Map<number, number>[];

  constructor(private readonly shares: readonly number[]) {
    this.held = shares.map(() => new Map());
  }

  add(block: Block, part: number, sign = 1): void {
    const held = this.held[part] as Map<number, number>;
    for (const [classIndex, share] of block.classShares) {
      held.set(classIndex, (held.get(classIndex) ?? 0) + sign * share);
    }
  }

  remove(block: Block, part: number): void {
    this.add(block, part, -1);
  }

  /** The part in which the block costs least; `present` is kept unless another is truly better. */
  bestPart(block: Block, present = -1): number {
    let best = present;
    let bestCost = present < 0 ? Number.POSITIVE_INFINITY : this.cost(block, present) - 1e-9;
    this.shares.forEach((share, part) => {
      if (share === 0 || part === present) return;
      const cost = this.cost(block, part);
      if (cost < bestCost) [best, bestCost] = [part, cost];
    });
    return best;
  }

  /** Growth of the sum over classes of (held - share)² / share. */
  private cost(block: Block, part: number): number {
    const share = this.shares[part] as number;
    let cost = 0;
    for (const [classIndex, added] of block.classShares) {
      const lacking = (this.held[part]?.get(classIndex) ?? 0) - share;
      cost += (added * (added + 2 * lacking)) / share;
    }
    return cost;
  }
}

function gatherBlocks(tiles: readonly LabelledTile[], blockTiles: number): Block[] {
  const members = new Map<string, number[]>();
  const totals = new Map<number, number>();
  tiles.forEach((tile, index) => {
    const key = `${tile.scene}/${Math.floor(tile.row / blockTiles)}/${Math.floor(tile.col / blockTiles)}`;
    const block = members.get(key);
    if (block) block.push(index);
    else members.set(key, [index]);
    totals.set(tile.classIndex, (totals.get(tile.classIndex) ?? 0) + 1);
  });
  return [...members.values()].map((indexes) => {
    const counts = new Map<number, number>();
    for (const index of indexes) {
      const classIndex = (tiles[index] as LabelledTile).classIndex;
      counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
    }
    return {
      members: indexes,
      classShares: [...counts].map(([classIndex, count]) => [
        classIndex,
        count / (totals.get(classIndex) as number),
      ]),
    };
  });
}
