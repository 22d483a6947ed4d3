import { seededRandom, shuffle } from "../datasets/random";
import type { TrueTile } from "./read-truth";

const wantedShare = 0.3;
/** Two thirds lie in blocks, as when somebody works through a part of the map. */
const blockShare = 0.2;
const blockTiles = 8;
const wantedPerClass = 60;
/** A person would not label a tile that is half one thing and half another. */
const minPurity = 0.6;

/**
 * Chooses the tiles of the demonstration project that are labelled at the start: whole blocks, then
 * scattered ones, first of the classes that have too few. The same seed chooses the same tiles.
 */
export function chooseTiles(tiles: readonly TrueTile[], seed: number): TrueTile[] {
  const random = seededRandom(seed);
  const clear = tiles.filter((tile) => tile.purity >= minPurity);
  const chosen = new Set<TrueTile>();
  for (const block of shuffle(groupByBlock(clear), random)) {
    if (chosen.size >= blockShare * tiles.length) break;
    for (const tile of block) chosen.add(tile);
  }
  const scattered = shuffle([...clear], random);
  const counts = new Map<number, number>();
  for (const { classIndex } of chosen) counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  for (const tile of scattered) {
    const count = counts.get(tile.classIndex) ?? 0;
    if (count >= wantedPerClass || chosen.has(tile)) continue;
    chosen.add(tile);
    counts.set(tile.classIndex, count + 1);
  }
  for (const tile of scattered) {
    if (chosen.size >= wantedShare * tiles.length) break;
    chosen.add(tile);
  }
  return [...chosen];
}

function groupByBlock(tiles: readonly TrueTile[]): TrueTile[][] {
  const blocks = new Map<string, TrueTile[]>();
  for (const tile of tiles) {
    const key = `${Math.floor(tile.row / blockTiles)},${Math.floor(tile.col / blockTiles)}`;
    blocks.set(key, [...(blocks.get(key) ?? []), tile]);
  }
  return [...blocks.values()];
}
