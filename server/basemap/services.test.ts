import { inflateSync } from "node:zlib";
import proj4 from "proj4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Basemap, BasemapService } from "@/lib/contracts/basemap";
import { makeTestHome } from "../testing/home";
import { startMapServices } from "../testing/map-services";
import { findCrs } from "./crs";
import { parseXml } from "./parse-xml";
import { readBasemapService } from "./read-basemap-service";
import { serveBasemapTile } from "./serve-basemap-tile";
import { serviceAddress } from "./service-address";
import { updateBasemap } from "./update-basemap";

/** Colours that tell the place: a degree has 256 steps in each direction. */
const paint = (lon: number, lat: number) =>
  [
    Math.floor((lon - Math.floor(lon)) * 256),
    Math.floor((lat - Math.floor(lat)) * 256),
    7,
  ] as const;

let services: Awaited<ReturnType<typeof startMapServices>>;

beforeAll(async () => {
  await makeTestHome({ TILEWRIGHT_PRIVATE_HOSTS: "127.0.0.1" });
  services = await startMapServices(paint);
});
afterAll(() => services.close());

function choiceOf(service: BasemapService, layer: string, system: string): Basemap {
  const found = service.layers.find((one) => one.name === layer);
  const choice = found?.choices.find((one) => one.name.includes(system));
  if (!choice) throw new Error(`no ${layer} in ${system}: ${JSON.stringify(service)}`);
  return choice.basemap;
}

/** The tile and the pixel in it at a place, by a basemap's own grid. */
function placeIn(basemap: Basemap, lon: number, lat: number) {
  const half = Math.PI * 6_378_137;
  const z = 9;
  const level = basemap.grid?.levels[z] ?? {
    origin: [-half, half] as const,
    resolution: (2 * half) / 256 / 2 ** z,
    tileSizePx: [256, 256] as const,
  };
  const system = findCrs(basemap.grid?.crs ?? "EPSG:3857")?.proj4 ?? "";
  const [x, y] = proj4("EPSG:4326", system).forward([lon, lat]) as [number, number];
  const [colPx, rowPx] = [
    (x - level.origin[0]) / level.resolution,
    (level.origin[1] - y) / level.resolution,
  ];
  const [width, height] = level.tileSizePx;
  return {
    tile: { z: `${z}`, x: `${Math.floor(colPx / width)}`, y: `${Math.floor(rowPx / height)}` },
    pixel: [Math.floor(colPx % width), Math.floor(rowPx % height)] as const,
  };
}

/** Red and green of a pixel of a picture that the little services made. */
function pixelOf(png: Buffer, [col, row]: readonly [number, number]): number[] {
  const width = png.readUInt32BE(16);
  const at = png.indexOf("IDAT");
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const from = row * (1 + width * 3) + 1 + col * 3;
  return [...rows.subarray(from, from + 2)];
}

/** Chooses the basemap and looks at a place in it; the colour must be that place's. */
async function expectInPlace(basemap: Basemap, lon = -98.31, lat = 47.12): Promise<void> {
  await updateBasemap(basemap);
  const { tile, pixel } = placeIn(basemap, lon, lat);
  const answer = await serveBasemapTile(tile);
  const seen = pixelOf(Buffer.from(await answer.arrayBuffer()), pixel);
  // A pixel is up to 350 m wide: a step of colour, or two.
  paint(lon, lat)
    .slice(0, 2)
    .forEach((value, channel) => {
      expect(Math.abs((seen[channel] ?? -99) - value)).toBeLessThanOrEqual(2);
    });
}

describe("a WMS", () => {
  it("says what it offers, and shows it in its place in every system", async () => {
    for (const version of ["1.3.0", "1.1.1"]) {
      const service = await readBasemapService({
        kind: "wms",
        url: `${services.url}/wms?v=${version}`,
      });
      expect(service.title).toBe("Little & painted");
      expect(
        service.layers.map((one) => [one.title, one.choices.map((choice) => choice.name)]),
      ).toEqual([
        ["Ground", ["EPSG:3857", "EPSG:4326", "EPSG:32614"]],
        ["Degrees only", ["EPSG:4326"]],
        ["National grid", []],
      ]);
      expect(service.layers[2]?.systems).toEqual(["EPSG:2056"]);
      const ground = choiceOf(service, "ground", "EPSG:3857");
      // What is advertised is a machine that nobody else can reach.
      expect(new URL(ground.url).origin).toBe(services.url);
      expect(ground).toMatchObject({
        attribution: "© Little Survey",
        format: "image/png",
        version,
      });
      for (const system of ["EPSG:3857", "EPSG:4326", "EPSG:32614"]) {
        await expectInPlace(choiceOf(service, "ground", system));
      }
    }
  });

  it("is told in its own words why it draws nothing", async () => {
    const service = await readBasemapService({ kind: "wms", url: `${services.url}/wms` });
    await updateBasemap({ ...choiceOf(service, "ground", "EPSG:3857"), layers: "gone" });
    await expect(serveBasemapTile({ z: "1", x: "0", y: "0" })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("LayerNotDefined: gone"),
    });
  });
});

describe("a WMTS", () => {
  it("says what it offers, and shows it in its place in every matrix set", async () => {
    for (const path of ["/wmts", "/rest/WMTSCapabilities.xml"]) {
      const service = await readBasemapService({ kind: "wmts", url: services.url + path });
      expect(service.title).toBe("Little tiles");
      expect(
        service.layers.map((one) => [one.name, one.choices.map((choice) => choice.name)]),
      ).toEqual([
        ["ground", ["WebMercator · EPSG:3857", "Plate · EPSG:4326", "Fields · EPSG:32614"]],
        ["fields", ["Fields · EPSG:32614"]],
      ]);
      for (const set of ["WebMercator", "Plate", "Fields"]) {
        const basemap = choiceOf(service, "ground", set);
        const { resolution } = basemap.grid?.levels[1] ?? { resolution: 0 };
        expect((basemap.grid?.levels[0]?.resolution ?? 0) / resolution).toBeCloseTo(2);
        await expectInPlace(basemap);
      }
      expect(services.asked.at(-1)).toContain(path === "/wmts" ? "STYLE=plain" : "/ground/plain/");
    }
  });

  it("is kept only where a browser can show it", async () => {
    const service = await readBasemapService({ kind: "wmts", url: `${services.url}/wmts` });
    const basemap = choiceOf(service, "fields", "Fields");
    const { grid } = basemap;
    if (!grid) throw new Error("no grid");
    for (const odd of [{ crs: "EPSG:2056" }, { levels: grid.levels.toReversed() }]) {
      await expect(updateBasemap({ ...basemap, grid: { ...grid, ...odd } })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    const kept = await updateBasemap({ ...basemap, grid: { ...grid, proj4: "+proj=nonsense" } });
    expect(kept?.grid?.proj4).toBe(grid.proj4);
  });

  it("has no tiles beyond its matrix, and says when it is away", async () => {
    const service = await readBasemapService({ kind: "wmts", url: `${services.url}/wmts` });
    await updateBasemap(choiceOf(service, "fields", "Fields"));
    services.asked.length = 0;
    for (const place of [
      { z: "0", x: "2", y: "0" },
      { z: "16", x: "0", y: "0" },
    ]) {
      await expect(serveBasemapTile(place)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(services.asked).toEqual([]);
    services.setAway(true);
    await expect(serveBasemapTile({ z: "0", x: "0", y: "0" })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("127.0.0.1 did not send a picture (503"),
    });
    await expect(
      readBasemapService({ kind: "wmts", url: `${services.url}/wmts` }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    services.setAway(false);
  });
});

describe("an address that is no service", () => {
  it("is told so", async () => {
    await expect(
      readBasemapService({ kind: "wms", url: `${services.url}/nothing` }),
    ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("no WMS") });
  });

  it("keeps keys, and believes no address of a back room", () => {
    const asked = "https://maps.example/ows?key=1&request=GetCapabilities&service=WMS";
    expect(serviceAddress(asked, undefined)).toBe("https://maps.example/ows?key=1");
    for (const inside of [
      "http://localhost/x",
      "http://10.0.0.1/x",
      "http://geoserver:8080/x",
      "http://a.local/x",
    ]) {
      expect(serviceAddress(asked, inside)).toBe("https://maps.example/ows?key=1");
    }
    expect(serviceAddress(asked, "https://tiles.example/ows?")).toBe(
      "https://tiles.example/ows?key=1",
    );
  });
});

describe("documents", () => {
  it("are read without their own entities", () => {
    const text = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>
      <a:b c='1 &lt; 2'>&x; &#x41;<![CDATA[<d>]]><!-- <e> --><f/></a:b>`;
    expect(parseXml(text)).toMatchObject({
      name: "b",
      attributes: { c: "1 < 2" },
      text: "&x; A<d>",
      children: [{ name: "f" }],
    });
  });

  it("are refused where they are broken or endless", () => {
    const deep = "<a>".repeat(100) + "</a>".repeat(100);
    for (const text of ["", "<a>", "<a></b>", "<a/><b/>", "words", "<a b=c/>", deep]) {
      expect(() => parseXml(text), text.slice(0, 20)).toThrow(SyntaxError);
    }
  });
});

describe("names of systems", () => {
  it("are understood in every notation", () => {
    const codes = (name: string) => findCrs(name)?.code ?? null;
    expect(
      [
        ...["EPSG:3857", "urn:ogc:def:crs:EPSG::900913", "urn:ogc:def:crs:OGC:1.3:CRS84"],
        ...["http://www.opengis.net/def/crs/EPSG/0/25832", "urn:ogc:def:crs:EPSG:6.18:4326"],
        ...["EPSG:32760", "EPSG:2056", "nonsense"],
      ].map(codes),
    ).toEqual([
      ...["EPSG:3857", "EPSG:3857", "CRS:84", "EPSG:25832", "EPSG:4326"],
      ...["EPSG:32760", null, null],
    ]);
  });
});
