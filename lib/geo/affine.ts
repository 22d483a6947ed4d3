/**
 * Affine transforms between pixels and map coordinates.
 *
 * Six numbers in GDAL's sense but in the order of the contracts: x = a * col + b * row + c and
 * y = d * col + e * row + f. (col, row) = (0, 0) is the outer corner of the upper left pixel, so the
 * centre of that pixel is (0.5, 0.5).
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Map coordinates, in the unit of the scene's CRS. */
export type MapPoint = [x: number, y: number];

/** Pixel coordinates, fractional: column first, as in the transform. */
export type PixelPoint = [col: number, row: number];

/** Pixel to map coordinates. */
export function toMap([a, b, c, d, e, f]: Affine, [col, row]: PixelPoint): MapPoint {
  return [a * col + b * row + c, d * col + e * row + f];
}

/** The transform of a grid whose cells are `factor` pixels wide and high. */
export function scaleAffine([a, b, c, d, e, f]: Affine, factor: number): Affine {
  return [a * factor, b * factor, c, d * factor, e * factor, f];
}
