import { buffer } from "ol/extent";
import TileLayer from "ol/layer/Tile";
import type { Projection } from "ol/proj";
import XYZ from "ol/source/XYZ";
import { createXYZ } from "ol/tilegrid";
import type { Extent } from "@/lib/geo/extent";

/** How far around a scene its basemap reaches, in lengths of its longer side. */
const reach = 4;

/** A map of other people under the scene, fetched by the server and reprojected to the scene's plane. */
export function createBasemapLayer(
  basemap: { maxZoom: number },
  scene: { extent: Extent; projection: Projection },
): TileLayer<XYZ> {
  const source = new XYZ({
    url: "/api/basemap/{z}/{x}/{y}",
    maxZoom: basemap.maxZoom,
    transition: 0,
  });
  // The projection's extent is the scene's; without a grid of its own the basemap would end there.
  const [minX, minY, maxX, maxY] = scene.extent;
  const around = buffer([...scene.extent], Math.max(maxX - minX, maxY - minY) * reach);
  source.setTileGridForProjection(scene.projection, createXYZ({ extent: around, maxZoom: 24 }));
  const layer = new TileLayer({ source, extent: around, className: "basemap-layer" });
  layer.setZIndex(0);
  return layer;
}
