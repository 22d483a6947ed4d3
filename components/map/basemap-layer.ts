import { buffer } from "ol/extent";
import TileLayer from "ol/layer/Tile";
import type { Projection } from "ol/proj";
import { get as getProjection } from "ol/proj";
import { register } from "ol/proj/proj4";
import type { TileSourceEvent } from "ol/source/Tile";
import TileImage from "ol/source/TileImage";
import XYZ from "ol/source/XYZ";
import { createXYZ } from "ol/tilegrid";
import TileGrid from "ol/tilegrid/TileGrid";
import proj4 from "proj4";
import type { BasemapGrid, ShownBasemap } from "@/lib/contracts/basemap";
import type { Extent } from "@/lib/geo/extent";

/** How far around a scene its basemap reaches, in lengths of its longer side. */
const reach = 4;

/** Hears how the basemap's tiles fare: the address of one that failed, null for one that came. */
export type BasemapListener = (failed: string | null) => void;

/** A map of other people under the scene, fetched by the server and reprojected to the scene's plane. */
export function createBasemapLayer(
  basemap: Pick<ShownBasemap, "maxZoom" | "grid">,
  scene: { extent: Extent; projection: Projection },
  listener: BasemapListener,
): TileLayer<TileImage> {
  const source = basemap.grid
    ? gridSource(basemap.grid)
    : new XYZ({ url: "/api/basemap/{z}/{x}/{y}", maxZoom: basemap.maxZoom, transition: 0 });
  // The projection's extent is the scene's; without a grid of its own the basemap would end there.
  const [minX, minY, maxX, maxY] = scene.extent;
  const around = buffer([...scene.extent], Math.max(maxX - minX, maxY - minY) * reach);
  source.setTileGridForProjection(scene.projection, createXYZ({ extent: around, maxZoom: 24 }));
  source.on("tileloadend", () => listener(null));
  // A tile's key is its place in a cache, no address.
  source.on("tileloaderror", ({ tile }: TileSourceEvent) => {
    listener(`/api/basemap/${tile.getTileCoord().join("/")}`);
  });
  const layer = new TileLayer({ source, extent: around, className: "basemap-layer" });
  layer.setZIndex(0);
  return layer;
}

/** Tiles of a service's own matrix set, in its own system. */
function gridSource({ crs, proj4: definition, levels }: BasemapGrid): TileImage {
  const [first] = levels;
  if (!first) throw new Error("A grid has at least one level.");
  const code = `basemap:${crs}`;
  proj4.defs(code, definition);
  register(proj4);
  const projection = getProjection(code);
  if (!projection) throw new Error(`${crs} is not understood.`);
  const [left, top] = first.origin;
  const width = first.cols * first.tileSizePx[0] * first.resolution;
  const height = first.rows * first.tileSizePx[1] * first.resolution;
  const extent = [left, top - height, left + width, top];
  projection.setExtent(extent);
  return new TileImage({
    projection,
    transition: 0,
    wrapX: false,
    tileUrlFunction: ([z, x, y]) => `/api/basemap/${z}/${x}/${y}`,
    tileGrid: new TileGrid({
      extent,
      resolutions: levels.map((level) => level.resolution),
      origins: levels.map((level) => [...level.origin]),
      tileSizes: levels.map((level) => [...level.tileSizePx]),
      sizes: levels.map((level) => [level.cols, level.rows]),
    }),
  });
}
