/**
 * A small seeded generator (mulberry32): the same seed gives the same splits on every machine.
 *
 * @returns A function that gives numbers in [0, 1).
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles in place (Fisher-Yates). */
export function shuffle<Items extends unknown[] | Int32Array>(
  items: Items,
  random: () => number,
): Items {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = items[last];
    items[last] = items[other] as never;
    items[other] = moved as never;
  }
  return items;
}
