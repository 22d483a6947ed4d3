import View from "ol/View";
import type { Scene } from "@/lib/contracts/scenes";
import type { RasterFacts } from "./raster-layer";

/** Space that floating panels cover: top, right, bottom, left; CSS pixels. */
export type MapPadding = [number, number, number, number];

type Extent = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** Closest view: this many screen pixels per image pixel. */
const closestPixelScale = 24;
/** How much of the next tiles a revealed tile is seen with: in tiles, and at most of the window. */
const revealedTiles = 1.5;
const revealedShare = 0.3;

export function createSceneView(scene: Scene, facts: RasterFacts): View {
  const [minX, minY, maxX, maxY] = facts.extent;
  const unitsPerPixel = (maxX - minX) / scene.widthPx;
  const across = Math.max(maxX - minX, maxY - minY);
  return new View({
    projection: facts.projection,
    center: [(minX + maxX) / 2, (minY + maxY) / 2],
    resolution: across / 1000,
    extent: facts.extent,
    // A view much wider than the raster asks for tiles that do not exist.
    maxResolution: Math.max(across / 250, unitsPerPixel / 2),
    minResolution: unitsPerPixel / closestPixelScale,
    constrainOnlyCenter: true,
    constrainRotation: true,
    enableRotation: false,
    showFullExtent: true,
  });
}

/**
 * Where the centre must go so that a tile is seen with its neighbours between the panels, moving no
 * further than that takes.
 *
 * @param window The map on the screen: its centre, its map units per CSS pixel, its size in CSS pixels.
 * @returns null when it is seen already.
 */
export function centerToReveal(
  tile: Extent,
  window: { center: readonly number[]; resolution: number; size: readonly number[] },
  padding: MapPadding,
): [number, number] | null {
  const { resolution } = window;
  const [x = 0, y = 0] = window.center;
  const [width = 0, height = 0] = window.size;
  const [minX, minY, maxX, maxY] = tile;
  const [top, right, bottom, left] = padding;
  const marginFor = (tileSize: number, openPx: number) =>
    Math.min(tileSize * revealedTiles, openPx * revealedShare * resolution);
  const marginX = marginFor(maxX - minX, width - left - right);
  const marginY = marginFor(maxY - minY, height - top - bottom);
  const halfWidth = (width / 2) * resolution;
  const halfHeight = (height / 2) * resolution;
  const moveX = shiftInto(
    minX - marginX,
    maxX + marginX,
    x - halfWidth + left * resolution,
    x + halfWidth - right * resolution,
  );
  const moveY = shiftInto(
    minY - marginY,
    maxY + marginY,
    y - halfHeight + bottom * resolution,
    y + halfHeight - top * resolution,
  );
  return moveX === 0 && moveY === 0 ? null : [x + moveX, y + moveY];
}

/** How far to move a view [viewMin, viewMax] so that it holds [min, max]. */
function shiftInto(min: number, max: number, viewMin: number, viewMax: number): number {
  if (min < viewMin) return min - viewMin;
  if (max > viewMax) return max - viewMax;
  return 0;
}
