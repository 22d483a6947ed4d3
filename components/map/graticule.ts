import Graticule from "ol/layer/Graticule";
import { get as getProjection } from "ol/proj";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Text from "ol/style/Text";
import type { Scene } from "@/lib/contracts/scenes";
import { projectionOf } from "./scene-geometry";

/** Lines of longitude and latitude over a scene: the one basemap that needs no network. */
export function createGraticule(scene: Scene): Graticule | null {
  if (!scene.crs.proj4 || !scene.extentLonLat || !getProjection("EPSG:4326")) return null;
  const [west, south, east, north] = scene.extentLonLat;
  // Lines are only made inside the projection's world: the scene, with room around it.
  const [roomX, roomY] = [(east - west) / 2, (north - south) / 2];
  projectionOf(scene).setWorldExtent([west - roomX, south - roomY, east + roomX, north + roomY]);
  const text = {
    font: "11px sans-serif",
    fill: new Fill({ color: "#ffffff" }),
    stroke: new Stroke({ color: "rgba(0,0,0,0.8)", width: 3 }),
  };
  return new Graticule({
    className: "graticule-layer",
    strokeStyle: new Stroke({ color: "rgba(255,255,255,0.55)", width: 1, lineDash: [4, 4] }),
    showLabels: true,
    wrapX: false,
    targetSize: 140,
    lonLabelPosition: 0.02,
    latLabelPosition: 0.98,
    lonLabelStyle: new Text({ ...text, textBaseline: "bottom" }),
    latLabelStyle: new Text({ ...text, textAlign: "end" }),
  });
}
