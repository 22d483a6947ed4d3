import type { Basemap, BasemapGrid, BasemapService } from "@/lib/contracts/basemap";
import { findCrs, type KnownCrs, rankOf } from "./crs";
import { childrenOf, findElement, textOf, type XmlElement } from "./parse-xml";
import { serviceAddress } from "./service-address";

const tileSizePx = 256;
const zooms = 22;
const formats = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** What a WMS offers, by its capabilities (OGC 06-042 and 01-068r3). */
export function readWms(document: XmlElement, asked: string): BasemapService {
  const capability = findElement(document, "Capability");
  const getMap = findElement(capability, "Request", "GetMap");
  const advertised = findElement(getMap, "DCPType", "HTTP", "Get", "OnlineResource");
  const offered = childrenOf(getMap, "Format").map((format) => format.text.split(";")[0]?.trim());
  const common = {
    kind: "wms" as const,
    url: serviceAddress(asked, advertised?.attributes.href),
    version: document.attributes.version?.startsWith("1.1")
      ? ("1.1.1" as const)
      : ("1.3.0" as const),
    format: formats.find((format) => offered.includes(format)) ?? formats[0],
    service: null,
  };
  const layers = childrenOf(capability, "Layer").flatMap((layer) => layersBelow(layer, [], ""));
  return {
    title: textOf(document, "Service", "Title"),
    layers: layers.map(({ name, title, systems, attribution }) => ({
      name,
      title: title || name,
      systems,
      choices: systemsOf(systems).map((crs) => ({
        name: crs.code,
        basemap: {
          ...common,
          layers: name,
          style: "",
          attribution: attribution.slice(0, 300),
          maxZoom: zooms - 1,
          grid: crs.code === "EPSG:3857" ? null : gridOf(crs),
        } satisfies Basemap,
      })),
    })),
  };
}

type NamedLayer = { name: string; title: string; systems: string[]; attribution: string };

/** Layers with a name, which alone can be asked for; systems and attribution are inherited. */
function layersBelow(layer: XmlElement, inherited: string[], attributed: string): NamedLayer[] {
  const own = [...childrenOf(layer, "CRS"), ...childrenOf(layer, "SRS")];
  // WMS 1.1.0 wrote several into one element.
  const systems = [
    ...new Set([...inherited, ...own.flatMap((one) => one.text.split(/\s+/))]),
  ].filter(Boolean);
  const attribution = textOf(layer, "Attribution", "Title") || attributed;
  const name = textOf(layer, "Name");
  const title = textOf(layer, "Title");
  const below = childrenOf(layer, "Layer").flatMap((child) =>
    layersBelow(child, systems, attribution),
  );
  return name === "" ? below : [{ name, title, systems, attribution }, ...below];
}

function systemsOf(names: string[]): KnownCrs[] {
  const found = new Map<string, KnownCrs>();
  for (const name of names) {
    const crs = findCrs(name);
    if (crs && !found.has(crs.code)) found.set(crs.code, crs);
  }
  return [...found.values()].sort((one, other) => rankOf(one) - rankOf(other));
}

/** A WMS draws any window: its system's square is halved from level to level. */
function gridOf({ code, proj4, square }: KnownCrs): BasemapGrid {
  const [minX, minY, maxX, maxY] = square;
  return {
    crs: code,
    proj4,
    levels: Array.from({ length: zooms }, (_, zoom) => ({
      name: String(zoom),
      resolution: (maxX - minX) / tileSizePx / 2 ** zoom,
      origin: [minX, maxY] as [number, number],
      tileSizePx: [tileSizePx, tileSizePx] as [number, number],
      cols: 2 ** zoom,
      rows: Math.ceil(((maxY - minY) / (maxX - minX)) * 2 ** zoom),
    })),
  };
}
