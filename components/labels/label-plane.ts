/** Label planes: one byte per tile, row by row; 0 is unlabelled, else the class's index + 1. */

export const unlabelled = 0;

export function decodePlane(base64: string): Uint8Array {
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
): number | null {
  const rows = Math.ceil(tileCount / cols);
  const places = rows * cols;
  const start = (from % cols) * rows + Math.floor(from / cols);
  for (let distance = 1; distance <= places; distance += 1) {
    const place = (((start + step * distance) % places) + places) % places;
    const cell = (place % rows) * cols + Math.floor(place / rows);
    if (cell < tileCount && plane[cell] === unlabelled) return cell;
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
): number | null {
  for (let distance = 1; distance <= tileCount; distance += 1) {
    const cell = (((from + step * distance) % tileCount) + tileCount) % tileCount;
    if (plane[cell] === unlabelled) return cell;
  }
  return null;
}
