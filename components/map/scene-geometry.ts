import type { Projection } from "ol/proj";
import { get as getProjection, Projection as SceneProjection } from "ol/proj";
import { register } from "ol/proj/proj4";
import proj4 from "proj4";
import type { Scene } from "@/lib/contracts/scenes";
import type { Extent } from "@/lib/geo/extent";
import type { TileAddress } from "@/lib/geo/grid";

type Placed = Pick<
  Scene,
  "id" | "crs" | "transform" | "extent" | "gridRows" | "gridCols" | "tileSizePx"
>;

/**
 * A grid of tiles on the map. Scenes are stored north up, so a tile is a rectangle:
 * x = originX + col * cellWidth, y = originY - row * cellHeight (rows go south).
 */
export type GridGeometry = {
  rows: number;
  cols: number;
  originX: number;
  originY: number;
  cellWidth: number;
  cellHeight: number;
};

export function gridGeometryOf(scene: Placed): GridGeometry {
  const [pixelWidth, , originX, , pixelHeight, originY] = scene.transform;
  return {
    rows: scene.gridRows,
    cols: scene.gridCols,
    originX,
    originY,
    cellWidth: pixelWidth * scene.tileSizePx,
    cellHeight: -pixelHeight * scene.tileSizePx,
  };
}

/** The tile under a map coordinate, or null outside the grid. */
export function tileAtCoordinate(
  grid: GridGeometry,
  coordinate: readonly number[],
): TileAddress | null {
  const col = Math.floor(((coordinate[0] as number) - grid.originX) / grid.cellWidth);
  const row = Math.floor((grid.originY - (coordinate[1] as number)) / grid.cellHeight);
  if (!(row >= 0 && col >= 0 && row < grid.rows && col < grid.cols)) return null;
  return { row, col };
}

/** The pixel of the full resolution under a map coordinate, or null outside the scene. */
export function pixelAtCoordinate(
  scene: Pick<Scene, "transform" | "widthPx" | "heightPx">,
  coordinate: readonly number[],
): TileAddress | null {
  const [pixelWidth, , originX, , pixelHeight, originY] = scene.transform;
  const col = Math.floor(((coordinate[0] as number) - originX) / pixelWidth);
  const row = Math.floor(((coordinate[1] as number) - originY) / pixelHeight);
  if (!(row >= 0 && col >= 0 && row < scene.heightPx && col < scene.widthPx)) return null;
  return { row, col };
}

/** The tile nearest to a coordinate: strokes that leave the grid stay at its edge. */
export function nearestTile(grid: GridGeometry, coordinate: readonly number[]): TileAddress {
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const col = Math.floor(((coordinate[0] as number) - grid.originX) / grid.cellWidth);
  const row = Math.floor((grid.originY - (coordinate[1] as number)) / grid.cellHeight);
  return { row: clamp(row, grid.rows), col: clamp(col, grid.cols) };
}

/** A coordinate in tiles from the grid's upper left corner, with fractions, also outside the grid. */
export function gridPlaceOf(
  grid: GridGeometry,
  coordinate: readonly number[],
): { row: number; col: number } {
  return {
    row: (grid.originY - (coordinate[1] as number)) / grid.cellHeight,
    col: ((coordinate[0] as number) - grid.originX) / grid.cellWidth,
  };
}

export function tileExtent(grid: GridGeometry, row: number, col: number): Extent {
  const minX = grid.originX + col * grid.cellWidth;
  const maxY = grid.originY - row * grid.cellHeight;
  return [minX, maxY - grid.cellHeight, minX + grid.cellWidth, maxY];
}

/**
 * The projection of the scene's map, under a name of its own: definitions come with the scene, so
 * that nothing is looked up elsewhere and two scenes never disagree about a code.
 */
export function projectionOf(scene: Placed): Projection {
  const code = `scene:${scene.id}`;
  const known = getProjection(code);
  if (known) return known;
  if (scene.crs.proj4) {
    try {
      proj4.defs(code, scene.crs.proj4);
      register(proj4);
      const projection = getProjection(code);
      if (projection) {
        projection.setExtent(scene.extent);
        return projection;
      }
    } catch {
      // A definition that proj4 does not know: the scene is shown in its own plane all the same.
    }
  }
  return new SceneProjection({ code, units: "pixels", extent: scene.extent });
}

/** Do two scenes lie in the same plane, so that coordinates of one are those of the other? */
export function inSamePlane(one: Pick<Scene, "crs">, other: Pick<Scene, "crs">): boolean {
  return one.crs.proj4 !== null && one.crs.proj4 === other.crs.proj4;
}

/** Turns a map coordinate into [longitude, latitude] in degrees; null where the scene has none. */
export function lonLatConverter(
  scene: Placed,
): ((coordinate: readonly number[]) => [number, number] | null) | null {
  if (!scene.crs.proj4) return null;
  try {
    const converter = proj4(scene.crs.proj4, "EPSG:4326");
    return (coordinate) => {
      try {
        const [lon, lat] = converter.forward([coordinate[0] as number, coordinate[1] as number]);
        return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null;
      } catch {
        return null;
      }
    };
  } catch {
    return null;
  }
}

/** Turns [longitude, latitude] in degrees into a map coordinate; null where the scene has none. */
export function fromLonLatConverter(
  scene: Pick<Scene, "crs">,
): ((lonLat: readonly [number, number]) => [number, number] | null) | null {
  if (!scene.crs.proj4) return null;
  try {
    const converter = proj4("EPSG:4326", scene.crs.proj4);
    return ([lon, lat]) => {
      try {
        const [x, y] = converter.forward([lon, lat]);
        return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
      } catch {
        return null;
      }
    };
  } catch {
    return null;
  }
}
