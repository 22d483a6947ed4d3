import { type Affine, type MapPoint, toMap } from "./affine";

/** Axis-aligned box in map coordinates: [minX, minY, maxX, maxY]. */
export type Extent = [minX: number, minY: number, maxX: number, maxY: number];

/** The box around points. @throws RangeError without points. */
export function extentOfPoints(points: readonly MapPoint[]): Extent {
  if (points.length === 0) throw new RangeError("No points have no extent.");
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The box around a raster, also a rotated one. */
export function extentOfRaster(transform: Affine, widthPx: number, heightPx: number): Extent {
  return extentOfPoints([
    toMap(transform, [0, 0]),
    toMap(transform, [widthPx, 0]),
    toMap(transform, [0, heightPx]),
    toMap(transform, [widthPx, heightPx]),
  ]);
}

/** null where two boxes do not overlap; boxes that only touch do not. */
export function intersectExtents(one: Extent, other: Extent): Extent | null {
  const minX = Math.max(one[0], other[0]);
  const minY = Math.max(one[1], other[1]);
  const maxX = Math.min(one[2], other[2]);
  const maxY = Math.min(one[3], other[3]);
  return minX < maxX && minY < maxY ? [minX, minY, maxX, maxY] : null;
}

/** The box around both. */
export function uniteExtents(one: Extent, other: Extent): Extent {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}

export function centreOfExtent([minX, minY, maxX, maxY]: Extent): MapPoint {
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

/** Edges belong to the box. */
export function extentContains([minX, minY, maxX, maxY]: Extent, [x, y]: MapPoint): boolean {
  return x >= minX && x <= maxX && y >= minY && y <= maxY;
}
