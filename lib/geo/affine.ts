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

export const identityAffine: Affine = [1, 0, 0, 0, 1, 0];

/** Pixel to map coordinates. */
export function toMap([a, b, c, d, e, f]: Affine, [col, row]: PixelPoint): MapPoint {
  return [a * col + b * row + c, d * col + e * row + f];
}

/**
 * Map to pixel coordinates.
 *
 * @throws RangeError for a transform that squeezes the plane into a line.
 */
export function toPixel(transform: Affine, [x, y]: MapPoint): PixelPoint {
  return toMap(invertAffine(transform), [x, y]);
}

/** @throws RangeError for a transform that squeezes the plane into a line. */
export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  if (determinant === 0 || !Number.isFinite(determinant)) {
    throw new RangeError("The transform cannot be inverted.");
  }
  return [
    e / determinant,
    -b / determinant,
    (b * f - c * e) / determinant,
    -d / determinant,
    a / determinant,
    (c * d - a * f) / determinant,
  ];
}

/** `outer` after `inner`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [
    a * p + b * s,
    a * q + b * t,
    a * r + b * u + c,
    d * p + e * s,
    d * q + e * t,
    d * r + e * u + f,
  ];
}

/** The transform of a grid whose cells are `factor` pixels wide and high. */
export function scaleAffine(transform: Affine, factor: number): Affine {
  return composeAffine(transform, [factor, 0, 0, 0, factor, 0]);
}
