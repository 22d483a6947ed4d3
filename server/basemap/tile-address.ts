import type { Basemap, BasemapGrid } from "@/lib/contracts/basemap";
import { findCrs, halfWorld } from "./crs";

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

/** Is there such a tile in the basemap's pyramid? */
export function hasTile({ grid, maxZoom }: Basemap, { z, x, y }: TilePlace): boolean {
  if (z < 0 || x < 0 || y < 0 || z > maxZoom) return false;
  const level = grid ? grid.levels[z] : { cols: 2 ** z, rows: 2 ** z };
  return level !== undefined && x < level.cols && y < level.rows;
}

/** The address of a tile; (0, 0) is the upper left of its level. */
export function tileAddress(basemap: Basemap, { z, x, y }: TilePlace): string {
  const { kind, url, grid } = basemap;
  if (kind === "xyz") {
    return fill(url, { "{z}": z, "{x}": x, "{y}": y, "{-y}": 2 ** z - 1 - y });
  }
  if (kind === "wmts") {
    const name = grid ? encodeURIComponent(grid.levels[z]?.name ?? "") : z;
    return fill(url, { "{TileMatrix}": name, "{TileCol}": x, "{TileRow}": y });
  }
  return mapAddress(basemap, windowOf(grid, { z, x, y }));
}

type MapWindow = { box: [number, number, number, number]; widthPx: number; heightPx: number };

/** What a tile of a WMS shows, [minX, minY, maxX, maxY] in its system. */
function windowOf(grid: BasemapGrid | null, { z, x, y }: TilePlace): MapWindow {
  const level = grid?.levels[z] ?? {
    origin: [-halfWorld, halfWorld] as const,
    resolution: (2 * halfWorld) / tileSizePx / 2 ** z,
    tileSizePx: [tileSizePx, tileSizePx] as const,
  };
  const [widthPx, heightPx] = level.tileSizePx;
  const [width, height] = [widthPx * level.resolution, heightPx * level.resolution];
  const [left, top] = [level.origin[0] + x * width, level.origin[1] - y * height];
  return { box: [left, top - height, left + width, top], widthPx, heightPx };
}

function mapAddress(basemap: Basemap, { box, widthPx, heightPx }: MapWindow): string {
  const { layers, style, format, version, grid } = basemap;
  const crs = grid?.crs ?? "EPSG:3857";
  const [minX, minY, maxX, maxY] = box;
  // Since 1.3.0 the order is that of the system itself.
  const isFlipped = version === "1.3.0" && findCrs(crs)?.isNorthFirst === true;
  const values = {
    SERVICE: "WMS",
    VERSION: version,
    REQUEST: "GetMap",
    LAYERS: layers,
    STYLES: style,
    // CRS:84 is EPSG:4326 before 1.3.0, which had no flipped order.
    ...(version === "1.3.0" ? { CRS: crs } : { SRS: crs === "CRS:84" ? "EPSG:4326" : crs }),
    BBOX: (isFlipped ? [minY, minX, maxY, maxX] : [minX, minY, maxX, maxY]).join(","),
    WIDTH: String(widthPx),
    HEIGHT: String(heightPx),
    FORMAT: format,
    ...(format === "image/png" ? { TRANSPARENT: "TRUE" } : {}),
  };
  const address = new URL(basemap.url);
  // Whatever their case in the address, ours are the ones that count.
  for (const name of [...address.searchParams.keys()]) {
    if (Object.hasOwn(values, name.toUpperCase())) address.searchParams.delete(name);
  }
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return address.href;
}

function fill(url: string, values: Record<string, number | string>): string {
  return url.replace(/\{[^{}]+\}/g, (name) => {
    const known = Object.keys(values).find((one) => one.toLowerCase() === name.toLowerCase());
    return known === undefined ? name : String(values[known]);
  });
}
