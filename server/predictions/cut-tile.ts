import type { Stripe } from "./scene-tiles";

/**
 * Copies one tile of a stripe into a model's input.
 *
 * A tile that reaches over the scene's edge is completed as in training (tile_reader.py): by
 * reflection without repeating the edge pixel, or by repeating it where it is the only one.
 *
 * @param row Tile row and column in the stripe, from 0.
 * @param target Input of a batch, [batch][bands][tileSizePx][tileSizePx].
 * @param slot Place in the batch.
 * @returns Whether the tile has any data.
 */
export function cutTile(
  stripe: Stripe,
  row: number,
  col: number,
  tileSizePx: number,
  bandCount: number,
  target: Float32Array,
  slot: number,
): boolean {
  const top = row * tileSizePx;
  const left = col * tileSizePx;
  const heightPx = Math.min(tileSizePx, stripe.heightPx - top);
  const widthPx = Math.min(tileSizePx, stripe.widthPx - left);
  if (!hasData(stripe, top, left, heightPx, widthPx)) return false;
  const planeSize = stripe.widthPx * stripe.heightPx;
  const tilePlane = tileSizePx * tileSizePx;
  for (let band = 0; band < bandCount; band += 1) {
    const begin = (slot * bandCount + band) * tilePlane;
    for (let y = 0; y < tileSizePx; y += 1) {
      const sourceY = y < heightPx ? y : reflect(y, heightPx);
      const from = band * planeSize + (top + sourceY) * stripe.widthPx + left;
      const to = begin + y * tileSizePx;
      target.set(stripe.values.subarray(from, from + widthPx), to);
      for (let x = widthPx; x < tileSizePx; x += 1) {
        target[to + x] = target[to + reflect(x, widthPx)] as number;
      }
    }
  }
  return true;
}

/** As numpy.pad(mode="reflect"): ... 2 1 | 0 1 2 | 1 0 1 2 ... */
export function reflect(position: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const place = position % period;
  return place < size ? place : period - place;
}

function hasData(
  stripe: Stripe,
  top: number,
  left: number,
  heightPx: number,
  widthPx: number,
): boolean {
  for (let y = top; y < top + heightPx; y += 1) {
    const from = y * stripe.widthPx + left;
    for (let x = from; x < from + widthPx; x += 1) if (stripe.valid[x] === 1) return true;
  }
  return false;
}
