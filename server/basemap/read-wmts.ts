import type { Basemap, BasemapGrid, BasemapService } from "@/lib/contracts/basemap";
import { findCrs, type KnownCrs, rankOf } from "./crs";
import { childrenOf, findElement, textOf, type XmlElement } from "./parse-xml";
import { serviceAddress } from "./service-address";

/** Size of a pixel of the rendering that scale denominators are about, m (OGC 07-057r7, 6.1). */
const renderedPixelMeters = 0.00028;
const formats = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** What a WMTS offers, by its capabilities (OGC 07-057r7), in REST or as key-value pairs. */
export function readWmts(document: XmlElement, asked: string): BasemapService {
  const contents = findElement(document, "Contents");
  const sets = new Map(
    childrenOf(contents, "TileMatrixSet").map((set) => [textOf(set, "Identifier"), set]),
  );
  const provider = textOf(document, "ServiceProvider", "ProviderName");
  return {
    title: textOf(document, "ServiceIdentification", "Title"),
    layers: childrenOf(contents, "Layer").map((layer) => {
      const linked = childrenOf(layer, "TileMatrixSetLink").map((link) =>
        textOf(link, "TileMatrixSet"),
      );
      const name = textOf(layer, "Identifier");
      return {
        name,
        title: textOf(layer, "Title") || name,
        systems: linked.map((id) => textOf(sets.get(id), "SupportedCRS")),
        choices: linked
          .flatMap((id) => readSet(id, sets.get(id)))
          .sort((one, other) => rankOf(one.crs) - rankOf(other.crs))
          .flatMap(({ id, crs, grid }) => {
            const tile = tileTemplate(document, layer, id, asked);
            if (!tile) return [];
            const basemap: Basemap = {
              kind: "wmts",
              ...tile,
              layers: name,
              style: "",
              version: "1.3.0",
              attribution: provider.slice(0, 300),
              maxZoom: Math.min(24, grid.levels.length - 1),
              grid,
              service: asked,
            };
            return [{ name: `${id} · ${crs.code}`, basemap }];
          }),
      };
    }),
  };
}

/** Matrix sets in systems that are known, with levels from the coarsest to the finest. */
function readSet(id: string, set: XmlElement | undefined) {
  const supported = textOf(set, "SupportedCRS");
  const crs = findCrs(supported);
  if (!crs) return [];
  const levels = childrenOf(set, "TileMatrix").flatMap((matrix): BasemapGrid["levels"] => {
    const numberOf = (name: string) => Number(textOf(matrix, name));
    const resolution = (numberOf("ScaleDenominator") * renderedPixelMeters) / crs.metersPerUnit;
    const corner = textOf(matrix, "TopLeftCorner").split(/\s+/).map(Number);
    const level = {
      name: textOf(matrix, "Identifier"),
      resolution,
      origin: originOf(corner, crs),
      tileSizePx: [numberOf("TileWidth"), numberOf("TileHeight")] as [number, number],
      cols: numberOf("MatrixWidth"),
      rows: numberOf("MatrixHeight"),
    };
    const counts = [...level.tileSizePx, level.cols, level.rows];
    const isSound =
      resolution > 0 &&
      level.origin.every(Number.isFinite) &&
      counts.every((count) => Number.isInteger(count) && count > 0) &&
      level.tileSizePx.every((size) => size <= 4096);
    return isSound ? [level] : [];
  });
  levels.sort((one, other) => other.resolution - one.resolution);
  if (levels.length === 0) return [];
  const grid: BasemapGrid = { crs: crs.code, proj4: crs.proj4, levels: levels.slice(0, 25) };
  return [{ id, crs, grid }];
}

/** x before y, whatever the service does: many write longitude first against their own system. */
function originOf(
  [first = Number.NaN, second = Number.NaN]: number[],
  crs: KnownCrs,
): [number, number] {
  if (!crs.isNorthFirst) return [first, second];
  const isLonFirst = Math.abs(first) > 90.001 && Math.abs(second) <= 90.001;
  return isLonFirst ? [first, second] : [second, first];
}

/** The address of a tile with the places of row, column and level left open. */
function tileTemplate(
  document: XmlElement,
  layer: XmlElement,
  set: string,
  asked: string,
): Pick<Basemap, "url" | "format"> | null {
  const offered = childrenOf(layer, "Format").map((format) => format.text);
  const format = formats.find((one) => offered.includes(one));
  const styles = childrenOf(layer, "Style");
  const style = textOf(
    styles.find((one) => one.attributes.isDefault === "true") ?? styles[0],
    "Identifier",
  );
  const dimensions = childrenOf(layer, "Dimension").map(
    (one) => [textOf(one, "Identifier"), textOf(one, "Default")] as const,
  );
  const tiles = childrenOf(layer, "ResourceURL").filter(
    ({ attributes }) => attributes.resourceType === "tile",
  );
  const rest = tiles.find(({ attributes }) => attributes.format === format) ?? tiles[0];
  if (rest?.attributes.template) {
    const values = new Map(
      [["style", style], ["tilematrixset", set], ...dimensions].map(
        ([name, value]) => [(name ?? "").toLowerCase(), value ?? ""] as const,
      ),
    );
    const url = rest.attributes.template.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const value = values.get(name.toLowerCase());
      return value === undefined ? whole : encodeURIComponent(value);
    });
    const found = formats.find((one) => one === rest.attributes.format) ?? format;
    return found ? { url: placeholdersKept(serviceAddress(asked, url)), format: found } : null;
  }
  if (!format) return null;
  const operation = childrenOf(findElement(document, "OperationsMetadata"), "Operation").find(
    ({ attributes }) => attributes.name === "GetTile",
  );
  const gets = childrenOf(findElement(operation, "DCP", "HTTP"), "Get");
  const address = new URL(serviceAddress(asked, gets[0]?.attributes.href));
  const values = [
    ...[
      ["SERVICE", "WMTS"],
      ["REQUEST", "GetTile"],
      ["VERSION", "1.0.0"],
    ],
    ...[
      ["LAYER", textOf(layer, "Identifier")],
      ["STYLE", style],
      ["FORMAT", format],
    ],
    ...[
      ["TILEMATRIXSET", set],
      ["TILEMATRIX", "{TileMatrix}"],
    ],
    ...[
      ["TILEROW", "{TileRow}"],
      ["TILECOL", "{TileCol}"],
    ],
    ...dimensions.map(([name, value]) => [name.toUpperCase(), value]),
  ];
  for (const [name, value] of values) address.searchParams.set(name ?? "", value ?? "");
  return { url: placeholdersKept(address.href), format };
}

/** Addresses are written with escaped braces. */
function placeholdersKept(url: string): string {
  return url.replace(/%7B/gi, "{").replace(/%7D/gi, "}");
}
