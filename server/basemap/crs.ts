/** A coordinate system that basemaps may come in. */
export type KnownCrs = {
  code: string;
  proj4: string;
  /** m per unit, by which OGC turns scale denominators into resolutions. */
  metersPerUnit: number;
  /** Does the authority give latitude (northing) first? */
  isNorthFirst: boolean;
  /** The square that a WMS in this system is cut into, [minX, minY, maxX, maxY]. */
  square: readonly [number, number, number, number];
};

/** Half the side of the world in Web Mercator, m. */
export const halfWorld = 20_037_508.342789244;
/** m per degree on the equator, as OGC 07-057r7 (WMTS) counts it for scale denominators. */
const metersPerDegree = (2 * Math.PI * 6_378_137) / 360;

const webMercator: KnownCrs = {
  code: "EPSG:3857",
  proj4:
    "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs",
  metersPerUnit: 1,
  isNorthFirst: false,
  square: [-halfWorld, -halfWorld, halfWorld, halfWorld],
};

const lonLat: KnownCrs = {
  code: "EPSG:4326",
  proj4: "+proj=longlat +datum=WGS84 +no_defs",
  metersPerUnit: metersPerDegree,
  isNorthFirst: true,
  square: [-180, -270, 180, 90],
};

/**
 * What a service calls a coordinate system, understood without a register: Web Mercator under all its
 * names, longitude and latitude, and UTM on WGS 84 and ETRS89.
 *
 * @returns null for all others.
 */
export function findCrs(name: string): KnownCrs | null {
  // EPSG:25832, urn:ogc:def:crs:EPSG::25832, urn:ogc:def:crs:EPSG:6.18:25832, http://…/EPSG/0/25832
  const code = /(?:EPSG)(?::{1,2}|.*[:/])(\d+)$/i.exec(name.trim())?.[1];
  if (/(?:CRS84|CRS:84|OGC:1\.3:CRS84)$/i.test(name.trim())) {
    return { ...lonLat, code: "CRS:84", isNorthFirst: false };
  }
  if (code === undefined) return null;
  if (["3857", "900913", "102100", "102113", "3785"].includes(code)) return webMercator;
  if (code === "4326") return lonLat;
  return utm(Number(code));
}

function utm(code: number): KnownCrs | null {
  const zone = code % 100;
  const isEurope = code >= 25828 && code <= 25838;
  const isNorth = code >= 32601 && code <= 32660;
  const isSouth = code >= 32701 && code <= 32760;
  if (!isEurope && !isNorth && !isSouth) return null;
  const side = 2 ** 24;
  return {
    code: `EPSG:${code}`,
    proj4: isEurope
      ? `+proj=utm +zone=${zone} +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs`
      : `+proj=utm +zone=${zone}${isSouth ? " +south" : ""} +datum=WGS84 +units=m +no_defs`,
    metersPerUnit: 1,
    isNorthFirst: false,
    square: [-side / 4, 2 ** 24 * 0.65 - side, side * 0.75, 2 ** 24 * 0.65],
  };
}

/** Which of several systems suits scenes anywhere best; smaller is better. */
export function rankOf(crs: KnownCrs): number {
  const order = ["EPSG:3857", "CRS:84", "EPSG:4326"];
  const place = order.indexOf(crs.code);
  return place < 0 ? order.length : place;
}
