/** Label planes: one byte per tile, row by row; 0 is unlabelled, else the class's index + 1. */

export const unlabelled = 0;

export function decodePlane(base64: string): Uint8Array {
  const text = atob(base64);
  const plane = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) plane[i] = text.charCodeAt(i);
  return plane;
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
): number | null {
  for (let distance = 1; distance <= tileCount; distance += 1) {
    const cell = (((from + step * distance) % tileCount) + tileCount) % tileCount;
    if (plane[cell] === unlabelled) return cell;
  }
  return null;
}
