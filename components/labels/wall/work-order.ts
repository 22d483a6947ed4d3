import { findUnlabelled, hasUnlabelled, isWanted } from "../label-plane";

/** The tiles that one walks through on the map, in their order. */
export type WorkOrder = {
  cells: ArrayLike<number>;
  /** -1: not in this order. */
  placeOf: (cell: number) => number;
};

type Options = {
  tileCount: number;
  onlyUnlabelled: boolean;
  /** Where tiles stand; those that wait for a reviewer are not unlabelled. */
  standings?: Uint8Array;
};

/**
 * The tile to go to after one (`by` 1) or before it (-1); null: there is none.
 *
 * A tile outside of the order leads to the first of the order, or the last. Looking for unlabelled
 * tiles goes round at the end, going on does not.
 *
 * @param order null: as the scene lies.
 */
export function nextTile(
  order: WorkOrder | null,
  plane: Uint8Array,
  from: number,
  by: 1 | -1,
  options: Options,
): number | null {
  const { tileCount, onlyUnlabelled, standings } = options;
  if (!order) {
    if (onlyUnlabelled) return findUnlabelled(plane, from, by, tileCount, standings);
    const next = from + by;
    return next >= 0 && next < tileCount ? next : null;
  }
  if (onlyUnlabelled && !hasUnlabelled(plane, tileCount)) return null;
  const count = order.cells.length;
  const place = order.placeOf(from);
  const outside = by > 0 ? -1 : count;
  let at = place < 0 ? outside : place;
  for (let step = 0; step < count; step += 1) {
    at += by;
    if (at < 0 || at >= count) {
      if (!onlyUnlabelled) return null;
      at = (at + count) % count;
    }
    const cell = order.cells[at] as number;
    if (!onlyUnlabelled || isWanted(plane, cell, standings)) return cell;
  }
  return null;
}

/** The next tiles that one will go to, the nearest first. */
export function upcomingTiles(
  order: WorkOrder | null,
  plane: Uint8Array,
  from: number,
  count: number,
  options: Options,
): number[] {
  const found: number[] = [];
  let at = from;
  while (found.length < count) {
    const next = nextTile(order, plane, at, 1, options);
    if (next === null || next === from || found.includes(next)) return found;
    found.push(next);
    at = next;
  }
  return found;
}
