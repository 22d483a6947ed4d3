import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import proj4 from "proj4";

type Rgb = readonly [red: number, green: number, blue: number];
type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** What is painted where, degrees. */
export type Paint = (lon: number, lat: number) => Rgb;

const half = Math.PI * 6_378_137;
const systems: Record<string, string> = {
  "EPSG:3857":
    "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs",
  "EPSG:4326": "+proj=longlat +datum=WGS84 +no_defs",
  "CRS:84": "+proj=longlat +datum=WGS84 +no_defs",
  "EPSG:32614": "+proj=utm +zone=14 +datum=WGS84 +units=m +no_defs",
};

/** A tile matrix set: what its system is, where its corner lies, units per pixel of the first level. */
const sets = {
  WebMercator: { crs: "EPSG:3857", corner: [-half, half], first: (2 * half) / 256, levels: 20 },
  Plate: { crs: "EPSG:4326", corner: [-180, 90], first: 0.703125, levels: 18 },
  Fields: { crs: "EPSG:32614", corner: [-500_000, 10_000_000], first: 8192, levels: 16 },
} as const;
type SetName = keyof typeof sets;

/** One picture, 8-bit RGB (PNG, RFC 2083), painted pixel by pixel. */
export function paintPng(box: Box, crs: string, widthPx: number, heightPx: number, paint: Paint) {
  const { inverse } = proj4("EPSG:4326", systems[crs] ?? crs);
  const rows = Buffer.alloc(heightPx * (1 + widthPx * 3));
  for (let row = 0; row < heightPx; row += 1) {
    for (let col = 0; col < widthPx; col += 1) {
      const x = box[0] + ((col + 0.5) / widthPx) * (box[2] - box[0]);
      const y = box[3] - ((row + 0.5) / heightPx) * (box[3] - box[1]);
      const [lon, lat] = inverse([x, y]) as [number, number];
      rows.set(paint(lon, lat), row * (1 + widthPx * 3) + 1 + col * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND")];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, bytes = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), bytes]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(bytes.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * A small WMS (/wms), WMTS by key-value pairs (/wmts) and by REST (/rest/WMTSCapabilities.xml) on
 * loopback, which paint what `paint` says: for tests that must see that a map lies where it should.
 */
export async function startMapServices(paint: Paint) {
  const asked: string[] = [];
  let isAway = false;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (isAway) response.writeHead(503, { "content-type": "text/plain" }).end("away");
    else answer(request, response, paint);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    setAway: (away: boolean) => {
      isAway = away;
    },
    close: () => server.close(),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, paint: Paint): void {
  const base = `http://${request.headers.host}`;
  const url = new URL(request.url ?? "/", base);
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toUpperCase(), value]));
  const asks = query.get("REQUEST");
  const sendXml = (text: string) => response.setHeader("content-type", "text/xml").end(text);
  const sendPng = (png: Buffer) => response.setHeader("content-type", "image/png").end(png);
  if (url.pathname === "/wms" && asks === "GetCapabilities") {
    sendXml(wmsCapabilities(query.get("VERSION") ?? url.searchParams.get("v") ?? "1.3.0"));
  } else if (url.pathname === "/wms" && asks === "GetMap") {
    const problem = mapProblem(query);
    if (problem) sendXml(exceptionReport(problem));
    else sendPng(drawMap(query, paint));
  } else if (url.pathname === "/wmts" && asks === "GetCapabilities") {
    sendXml(wmtsCapabilities(base, false));
  } else if (url.pathname === "/rest/WMTSCapabilities.xml") {
    sendXml(wmtsCapabilities(base, true));
  } else {
    const rest = /^\/rest\/ground\/plain\/(\w+)\/([^/]+)\/(\d+)\/(\d+)\.png$/.exec(url.pathname);
    const [set, matrix, row, col] = rest
      ? rest.slice(1)
      : ["TILEMATRIXSET", "TILEMATRIX", "TILEROW", "TILECOL"].map((name) => query.get(name) ?? "");
    const tile = drawTile(
      set ?? "",
      decodeURIComponent(matrix ?? ""),
      Number(row),
      Number(col),
      paint,
    );
    if (tile) sendPng(tile);
    else response.writeHead(404).end();
  }
}

function mapProblem(query: Map<string, string>): string | null {
  if (query.get("LAYERS") !== "ground") return `LayerNotDefined: ${query.get("LAYERS")}`;
  const crs = query.get("CRS") ?? query.get("SRS") ?? "";
  return systems[crs] ? null : `InvalidCRS: ${crs}`;
}

function drawMap(query: Map<string, string>, paint: Paint): Buffer {
  const crs = query.get("CRS") ?? query.get("SRS") ?? "";
  const [a, b, c, d] = (query.get("BBOX") ?? "").split(",").map(Number) as [
    number,
    number,
    number,
    number,
  ];
  // 1.3.0 counts latitude first in EPSG:4326, 1.1.1 never does.
  const isFlipped = query.get("VERSION") === "1.3.0" && crs === "EPSG:4326";
  const box: Box = isFlipped ? [b, a, d, c] : [a, b, c, d];
  return paintPng(box, crs, Number(query.get("WIDTH")), Number(query.get("HEIGHT")), paint);
}

function drawTile(
  set: string,
  matrix: string,
  row: number,
  col: number,
  paint: Paint,
): Buffer | null {
  if (!(set in sets)) return null;
  const { crs, corner, first, levels } = sets[set as SetName];
  const level = Number(/^level:(\d+)$/.exec(matrix)?.[1] ?? -1);
  if (!(level >= 0 && level < levels)) return null;
  const side = (first / 2 ** level) * 256;
  const [left, top] = [corner[0] + col * side, corner[1] - row * side];
  return paintPng([left, top - side, left + side, top], crs, 256, 256, paint);
}

const exceptionReport = (text: string) =>
  `<?xml version="1.0"?><ServiceExceptionReport xmlns="http://www.opengis.net/ogc"><ServiceException>${text}</ServiceException></ServiceExceptionReport>`;

/** Systems of the outer layer are those of the inner ones as well; the address is one of a back room. */
function wmsCapabilities(version: string): string {
  const isOld = version.startsWith("1.1");
  const system = isOld ? "SRS" : "CRS";
  const root = isOld ? "WMT_MS_Capabilities" : "WMS_Capabilities";
  const doctype = isOld
    ? '<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.example/capabilities_1_1_1.dtd" [<!ELEMENT VendorSpecificCapabilities EMPTY>]>'
    : "";
  return `<?xml version="1.0" encoding="UTF-8"?>${doctype}
<${root} version="${isOld ? "1.1.1" : "1.3.0"}" xmlns:xlink="http://www.w3.org/1999/xlink">
  <!-- made for tests --><Service><Name>WMS</Name><Title>Little &amp; painted</Title></Service>
  <Capability><Request><GetMap><Format>image/jpeg;mode=24bit</Format><Format>image/png</Format>
    <DCPType><HTTP><Get><OnlineResource xlink:href="http://mapserver.internal:8080/wms?"/></Get></HTTP></DCPType>
  </GetMap></Request>
  <Layer><Title>All</Title><${system}>EPSG:4326</${system}>
    <Attribution><Title>© Little Survey</Title></Attribution>
    <Layer><Name>ground</Name><Title>Ground</Title><${system}>EPSG:3857</${system}><${system}>EPSG:32614</${system}></Layer>
    <Layer><Name>plain</Name><Title>Degrees only</Title></Layer>
  </Layer>
  <Layer><Name>national</Name><Title>National grid</Title><${system}>EPSG:2056</${system}></Layer>
  </Capability></${root}>`;
}

function wmtsCapabilities(base: string, isRest: boolean): string {
  const matrices = (Object.entries(sets) as [SetName, (typeof sets)[SetName]][])
    .map(([name, set]) => matrixSet(name, set))
    .join("");
  const resource = isRest
    ? `<ResourceURL format="image/png" resourceType="tile" template="${base}/rest/ground/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/>`
    : "";
  const operation = isRest
    ? ""
    : `<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="${base}/wmts?"/></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>`;
  const layer = (id: string, title: string, names: readonly string[]) => `
    <Layer><ows:Title>${title}</ows:Title><ows:Identifier>${id}</ows:Identifier>
      <Style><ows:Identifier>fancy</ows:Identifier></Style>
      <Style isDefault="true"><ows:Identifier>plain</ows:Identifier></Style>
      <Format>image/png</Format>
      ${names.map((name) => `<TileMatrixSetLink><TileMatrixSet>${name}</TileMatrixSet></TileMatrixSetLink>`).join("")}
      ${resource}</Layer>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
  <ows:ServiceIdentification><ows:Title>Little tiles</ows:Title></ows:ServiceIdentification>
  <ows:ServiceProvider><ows:ProviderName>Little Survey</ows:ProviderName></ows:ServiceProvider>
  ${operation}<Contents>${layer("ground", "Ground", ["Fields", "Plate", "WebMercator"])}
  ${layer("fields", "Fields", ["Fields"])}${matrices}</Contents></Capabilities>`;
}

function matrixSet(name: SetName, { crs, corner, first, levels }: (typeof sets)[SetName]): string {
  // OGC 07-057r7: a pixel is 0.28 mm; a degree is that of the equator.
  const meters = crs === "EPSG:4326" ? half / 180 : 1;
  const [x, y] = crs === "EPSG:4326" ? [corner[1], corner[0]] : corner;
  const matrices = Array.from({ length: levels }, (_, level) => {
    const count = 2 ** level;
    return `<TileMatrix><ows:Identifier>level:${level}</ows:Identifier><ScaleDenominator>${(first / count) * (meters / 0.00028)}</ScaleDenominator><TopLeftCorner>${x} ${y}</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>${count * 2}</MatrixWidth><MatrixHeight>${count * 5}</MatrixHeight></TileMatrix>`;
  });
  return `<TileMatrixSet><ows:Identifier>${name}</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::${crs.slice(5)}</ows:SupportedCRS>${matrices.reverse().join("")}</TileMatrixSet>`;
}
