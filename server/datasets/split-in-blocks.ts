import { seededRandom, shuffle } from "./random";
import type { TileTable } from "./tile-table";

/** Tiles that stay together. */
interface Block {
  /** Its number among the blocks. */
  id: number;
  size: number;
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
 * @param gridCols Width of the grid of each scene, in tiles.
 * @returns Part of every tile.
 */
export function splitInBlocks(
  tiles: TileTable,
  shares: readonly number[],
  seed: number,
  blockTiles: number,
  gridCols: readonly number[],
): Uint8Array {
  const blockOfTile = numberBlocks(tiles, blockTiles, gridCols);
  const blocks = shuffle(describeBlocks(tiles, blockOfTile), seededRandom(seed));
  blocks.sort((a, b) => b.size - a.size);
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
  const partOfBlock = new Uint8Array(blocks.length);
  blocks.forEach((block, index) => {
    partOfBlock[block.id] = partOf[index] as number;
  });
  return Uint8Array.from(blockOfTile, (block) => partOfBlock[block] as number);
}

/** How much of every class each part holds. */
class Balance {
  private readonly held: Float64Array[];

  constructor(private readonly shares: readonly number[]) {
    this.held = shares.map(() => new Float64Array(256));
  }

  add(block: Block, part: number, sign = 1): void {
    const held = this.held[part] as Float64Array;
    for (const [classIndex, share] of block.classShares) {
      held[classIndex] = (held[classIndex] as number) + sign * share;
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
      const lacking = ((this.held[part] as Float64Array)[classIndex] as number) - share;
      cost += (added * (added + 2 * lacking)) / share;
    }
    return cost;
  }
}

/** The block of every tile; blocks are numbered in the order in which their first tiles come. */
function numberBlocks(
  { count, scene, cell }: TileTable,
  blockTiles: number,
  gridCols: readonly number[],
): Int32Array {
  const blockOfTile = new Int32Array(count);
  let known = new Map<number, number>();
  let before = -1;
  let blocks = 0;
  for (let tile = 0; tile < count; tile += 1) {
    const here = scene[tile] as number;
    // Tiles come scene by scene.
    if (here !== before) known = new Map();
    before = here;
    const cols = gridCols[here] as number;
    const row = Math.floor((cell[tile] as number) / cols);
    const col = (cell[tile] as number) - row * cols;
    const key = Math.floor(row / blockTiles) * cols + Math.floor(col / blockTiles);
    let block = known.get(key);
    if (block === undefined) {
      block = blocks;
      blocks += 1;
      known.set(key, block);
    }
    blockOfTile[tile] = block;
  }
  return blockOfTile;
}

function describeBlocks({ classIndex }: TileTable, blockOfTile: Int32Array): Block[] {
  const totals = new Uint32Array(256);
  const counts: Map<number, number>[] = [];
  blockOfTile.forEach((block, tile) => {
    const one = classIndex[tile] as number;
    totals[one] = (totals[one] as number) + 1;
    let ofBlock = counts[block];
    if (!ofBlock) {
      ofBlock = new Map();
      counts[block] = ofBlock;
    }
    ofBlock.set(one, (ofBlock.get(one) ?? 0) + 1);
  });
  return counts.map((ofBlock, id) => ({
    id,
    size: [...ofBlock.values()].reduce((sum, count) => sum + count, 0),
    classShares: [...ofBlock].map(([one, count]) => [one, count / (totals[one] as number)]),
  }));
}
