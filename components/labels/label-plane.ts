import { isAnswered } from "@/lib/tile-standing";

/** Label planes: one byte per tile, row by row; 0 is unlabelled, else the class's index + 1. */

export const unlabelled = 0;

/**
 * Does a label of this tile help? Not where there is one, nor where everybody who is asked has
 * answered and a reviewer decides: such a tile shows nothing to who was not asked.
 */
export function isWanted(plane: Uint8Array, cell: number, standings?: Uint8Array): boolean {
  return plane[cell] === unlabelled && !isAnswered(standings?.[cell] ?? 0);
}

type NativeDecoder = { fromBase64?: (base64: string) => Uint8Array };

/** A million tiles take the browser's own decoder a millisecond, and ten where it has none. */
export function decodePlane(base64: string): Uint8Array {
  const native = (Uint8Array as NativeDecoder).fromBase64;
  if (native) return native.call(Uint8Array, base64);
  const text = atob(base64);
  const plane = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) plane[i] = text.charCodeAt(i);
  return plane;
}

/**
 * The nearest unlabelled tile below (step 1) or above (step -1): down the column, then the next
 * column, going round at the end; null when every one of the first `tileCount` tiles is labelled.
 */
export function findUnlabelledInColumns(
  plane: Uint8Array,
  from: number,
  step: 1 | -1,
  cols: number,
  tileCount = plane.length,
  standings?: Uint8Array,
): number | null {
  if (!hasUnlabelled(plane, tileCount)) return null;
  const rows = Math.ceil(tileCount / cols);
  const places = rows * cols;
  const start = (from % cols) * rows + Math.floor(from / cols);
  for (let distance = 1; distance <= places; distance += 1) {
    const place = (((start + step * distance) % places) + places) % places;
    const cell = (place % rows) * cols + Math.floor(place / rows);
    if (cell < tileCount && isWanted(plane, cell, standings)) return cell;
  }
  return null;
}

/** How many tiles have each byte. */
export function countBytes(plane: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let cell = 0; cell < plane.length; cell += 1) {
    const byte = plane[cell] as number;
    counts[byte] = (counts[byte] as number) + 1;
  }
  return counts;
}

/**
 * The nearest unlabelled tile after (step 1) or before (step -1) a place, in reading order, going
 * round at the end; null when every one of the first `tileCount` tiles is labelled.
 */
export function findUnlabelled(
  plane: Uint8Array,
  from: number,
  step: 1 | -1,
  tileCount = plane.length,
  standings?: Uint8Array,
): number | null {
  const tiles = plane.subarray(0, tileCount);
  // The browser finds what is unlabelled; only those few are asked whether they wait for a reviewer.
  const find = (start: number) =>
    step > 0
      ? tiles.indexOf(unlabelled, start)
      : start < 0 // A negative place would count from the end.
        ? -1
        : tiles.lastIndexOf(unlabelled, start);
  const search = (start: number) => {
    let cell = find(start);
    while (cell >= 0 && !isWanted(plane, cell, standings)) cell = find(cell + step);
    return cell;
  };
  const ahead = search(from + step);
  return placeOrNull(ahead >= 0 ? ahead : search(step > 0 ? 0 : tileCount - 1));
}

/** Is there a tile without a label? The browser looks through a million tiles in no time. */
export function hasUnlabelled(plane: Uint8Array, tileCount = plane.length): boolean {
  return plane.subarray(0, tileCount).includes(unlabelled);
}

function placeOrNull(place: number): number | null {
  return place >= 0 ? place : null;
}
