import type { Basemap } from "@/lib/contracts/environment";

/** Half the side of the world in Web Mercator, m. */
const halfWorld = 20_037_508.342789244;
const tileSizePx = 256;

export type TilePlace = { z: number; x: number; y: number };

/** What the address of a basemap must leave open and does not. */
export function missingPlaceholder({ kind, url }: Basemap): string | null {
  if (kind === "wms") return null;
  const wanted =
    kind === "xyz"
      ? [/\{z\}/, /\{x\}/, /\{-?y\}/]
      : [/\{TileMatrix\}/i, /\{TileCol\}/i, /\{TileRow\}/i];
  const names = kind === "xyz" ? ["{z}", "{x}", "{y}"] : ["{TileMatrix}", "{TileCol}", "{TileRow}"];
  return names.find((_, place) => !wanted[place]?.test(url)) ?? null;
}

/** The address of a tile of the Web Mercator pyramid; (0, 0) is the upper left. */
export function tileAddress({ kind, url, layers }: Basemap, { z, x, y }: TilePlace): string {
  if (kind === "xyz") {
    return fill(url, { "{z}": z, "{x}": x, "{y}": y, "{-y}": 2 ** z - 1 - y });
  }
  if (kind === "wmts") {
    return fill(url, { "{TileMatrix}": z, "{TileCol}": x, "{TileRow}": y });
  }
  const side = (2 * halfWorld) / 2 ** z;
  const [left, top] = [x * side - halfWorld, halfWorld - y * side];
  const address = new URL(url);
  const values = {
    SERVICE: "WMS",
    VERSION: "1.3.0",
    REQUEST: "GetMap",
    LAYERS: layers,
    STYLES: "",
    CRS: "EPSG:3857",
    BBOX: [left, top - side, left + side, top].join(","),
    WIDTH: String(tileSizePx),
    HEIGHT: String(tileSizePx),
    FORMAT: "image/png",
  };
  // Whatever their case in the address, ours are the ones that count.
  for (const name of [...address.searchParams.keys()]) {
    if (Object.hasOwn(values, name.toUpperCase())) address.searchParams.delete(name);
  }
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return address.href;
}

function fill(url: string, values: Record<string, number>): string {
  return url.replace(/\{[^{}]+\}/g, (name) => {
    const known = Object.keys(values).find((one) => one.toLowerCase() === name.toLowerCase());
    return known === undefined ? name : String(values[known]);
  });
}
