/** Shares of a tile are counted in ten thousandths. */
export const shareSteps = 10_000;

/** What there is to say about a tile besides its largest class; added up. */
export const truthFlags = {
  /** More than one class is in it. */
  several: 1,
  /** Two classes are equally large, and none is larger. */
  tie: 2,
  /** Polygons lie over others. */
  overlap: 4,
} as const;

/** What a file of labels says about every tile, before anybody says how much is enough. */
export type TruthPlanes = {
  /** 0: nothing; else the largest target, from 1. */
  leading: Uint8Array;
  /** Its share of the tile, or of the points in it. */
  shares: Uint16Array;
  flags: Uint8Array;
};

/**
 * The tiles that get a class, and those with several, when a class needs this share at least: the
 * rules that the server settles tiles by, fast enough to follow a slider over a million tiles.
 *
 * @param minShare 0 to 1.
 */
export function settleAt(
  { leading, shares, flags }: TruthPlanes,
  minShare: number,
): { plane: Uint8Array; conflicts: Int32Array } {
  const least = Math.round(minShare * shareSteps);
  const plane = new Uint8Array(leading.length);
  const conflicts: number[] = [];
  for (let tile = 0; tile < leading.length; tile += 1) {
    const target = leading[tile] as number;
    if (target === 0) continue;
    const flag = flags[tile] as number;
    const isEnough = (shares[tile] as number) >= least;
    const isTie = (flag & truthFlags.tie) !== 0;
    if (isEnough && !isTie) plane[tile] = target;
    const isOpen = isTie || !isEnough || (flag & truthFlags.overlap) !== 0;
    if (isOpen && (flag & truthFlags.several) !== 0) conflicts.push(tile);
  }
  return { plane, conflicts: Int32Array.from(conflicts) };
}
