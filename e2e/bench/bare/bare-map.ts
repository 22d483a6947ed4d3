import OlMap from "ol/Map";
import "ol/ol.css";
import WebGLTileLayer from "ol/layer/WebGLTile";
import GeoTIFF from "ol/source/GeoTIFF";

/**
 * The least that shows a cloud optimized GeoTIFF with OpenLayers: what the studio's first view is
 * measured against. Bundled and served by first-view.bench.ts alone.
 */
const url = new URL(location.href).searchParams.get("raster") ?? "";
const source = new GeoTIFF({ sources: [{ url, bands: [1, 2, 3], min: 1000, max: 6000 }] });
const map = new OlMap({
  target: "map",
  layers: [new WebGLTileLayer({ source })],
  view: source.getView().then((options) => {
    const [minX = 0, , maxX = 0] = options.extent ?? [];
    return { ...options, resolutions: undefined, resolution: (maxX - minX) / 800, zoom: undefined };
  }),
});
map.once("rendercomplete", function shown() {
  // Before the view is known a map counts as complete.
  if (!map.getView().isDef()) map.once("rendercomplete", shown);
  else performance.mark("imagery-shown");
});
