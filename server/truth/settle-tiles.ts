import type { TruthConflict } from "@/lib/contracts/truth";
import { shareSteps, type TruthPlanes, truthFlags } from "@/lib/truth-planes";

/** What settling needs to know of a scene. */
export interface TruthGrid {
  widthPx: number;
  heightPx: number;
  tileSizePx: number;
  gridRows: number;
  gridCols: number;
}

export interface TruthCounts {
  /** Triples (tile, value, count), sorted by tile. */
  counts: Int32Array;
  /** Pairs (tile, pixels under more than one value), sorted by tile. */
  overlaps: Int32Array;
  /** Counts are points: their share is among the points of the tile, not of its area. */
  countsPoints: boolean;
}

export interface SettledTiles {
  /** One byte per tile: 0, or the target + 1. */
  plane: Uint8Array;
  /** What `plane` is made from, whatever share is enough. */
  before: TruthPlanes;
  tileCount: number;
  littleCount: number;
  conflictCount: number;
  /** At most `maxConflicts`; `name` is the place of the target, as text. */
  conflicts: TruthConflict[];
}

const maxConflicts = 200;

/**
 * Gives every tile the target that covers most of it, if that is enough.
 *
 * @param targetOfValue Target (from 0) of each value; -1 for values that become nothing.
 * @param minShare Share of the tile, 0 to 1, that the target needs at least.
 */
export function settleTiles(
  { counts, overlaps, countsPoints }: TruthCounts,
  grid: TruthGrid,
  targetOfValue: Int16Array,
  targetCount: number,
  minShare: number,
): SettledTiles {
  const cells = grid.gridRows * grid.gridCols;
  const settled: SettledTiles = {
    plane: new Uint8Array(cells),
    before: {
      leading: new Uint8Array(cells),
      shares: new Uint16Array(cells),
      flags: new Uint8Array(cells),
    },
    tileCount: 0,
    littleCount: 0,
    conflictCount: 0,
    conflicts: [],
  };
  const sums = new Float64Array(targetCount);
  const overlapping = new Set<number>();
  for (let at = 0; at < overlaps.length; at += 2) overlapping.add(overlaps[at] as number);
  for (let at = 0; at < counts.length; ) {
    const tile = counts[at] as number;
    sums.fill(0);
    let total = 0;
    for (; at < counts.length && counts[at] === tile; at += 3) {
      const target = targetOfValue[counts[at + 1] as number] ?? -1;
      const count = counts[at + 2] as number;
      total += count;
      if (target >= 0) sums[target] = (sums[target] as number) + count;
    }
    const area = countsPoints ? total : tileArea(tile, grid);
    settleTile(settled, tile, sums, area, minShare, overlapping.has(tile), grid.gridCols);
  }
  return settled;
}

function settleTile(
  settled: SettledTiles,
  tile: number,
  sums: Float64Array,
  area: number,
  minShare: number,
  overlaps: boolean,
  gridCols: number,
): void {
  let best = -1;
  let second = -1;
  for (let target = 0; target < sums.length; target += 1) {
    const sum = sums[target] as number;
    if (sum === 0) continue;
    if (best < 0 || sum > (sums[best] as number)) {
      second = best;
      best = target;
    } else if (second < 0 || sum > (sums[second] as number)) {
      second = target;
    }
  }
  if (best < 0) return;
  const isTie = second >= 0 && sums[best] === sums[second];
  // Overlapping polygons of one target count twice.
  const share = Math.min(1, (sums[best] as number) / area);
  const isEnough = share >= minShare;
  const { leading, shares: leadingShares, flags } = settled.before;
  leading[tile] = best + 1;
  leadingShares[tile] = Math.round(share * shareSteps);
  flags[tile] =
    (second >= 0 ? truthFlags.several : 0) +
    (isTie ? truthFlags.tie : 0) +
    (overlaps ? truthFlags.overlap : 0);
  if (isEnough && !isTie) {
    settled.plane[tile] = best + 1;
    settled.tileCount += 1;
  } else if (second < 0) {
    settled.littleCount += 1;
  }
  const kind = isTie ? "tie" : isEnough ? (overlaps ? "overlap" : null) : "mixed";
  if (second < 0 || kind === null) return;
  settled.conflictCount += 1;
  if (settled.conflicts.length >= maxConflicts) return;
  const shares = [...sums]
    .map((sum, target) => ({ name: String(target), share: Math.min(1, sum / area) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, 4);
  settled.conflicts.push({
    row: Math.floor(tile / gridCols),
    col: tile % gridCols,
    kind,
    shares,
  });
}

/** Pixels of a tile; those at the edges may be cut off. */
function tileArea(tile: number, grid: TruthGrid): number {
  const { tileSizePx, gridCols, widthPx, heightPx } = grid;
  const top = Math.floor(tile / gridCols) * tileSizePx;
  const left = (tile % gridCols) * tileSizePx;
  return Math.min(tileSizePx, heightPx - top) * Math.min(tileSizePx, widthPx - left);
}
