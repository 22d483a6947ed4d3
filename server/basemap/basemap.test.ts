import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Basemap } from "@/lib/contracts/basemap";
import { isPublicAddress } from "../remote/public-address";
import { makeTestHome } from "../testing/home";
import { fetchPicture } from "./fetch-picture";
import { serveBasemapTile } from "./serve-basemap-tile";
import { tileAddress } from "./tile-address";
import { updateBasemap } from "./update-basemap";

const servers: ReturnType<typeof createServer>[] = [];
const asked: string[] = [];

async function serve(handle: RequestListener): Promise<number> {
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    handle(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  await makeTestHome({ TILEWRIGHT_PRIVATE_HOSTS: "127.0.0.1, maps.example" });
});
afterAll(() => {
  for (const server of servers) server.close();
});

const osm: Basemap = {
  kind: "xyz",
  url: "https://tiles.example/{z}/{x}/{y}.png",
  layers: "",
  attribution: "© Somebody",
  maxZoom: 19,
  ...{ style: "", format: "image/png", version: "1.3.0", grid: null, service: null },
};

describe("the address of a tile", () => {
  it("is filled in for XYZ, TMS and WMTS", () => {
    const place = { z: 3, x: 2, y: 1 };
    expect(tileAddress(osm, place)).toBe("https://tiles.example/3/2/1.png");
    expect(tileAddress({ ...osm, url: "https://t.example/{z}/{x}/{-y}" }, place)).toBe(
      "https://t.example/3/2/6",
    );
    const wmts = "https://t.example/w/{TileMatrix}/{tilerow}/{TileCol}.jpg?k={key}";
    expect(tileAddress({ ...osm, kind: "wmts", url: wmts }, place)).toBe(
      "https://t.example/w/3/1/2.jpg?k={key}",
    );
  });

  it("is a GetMap of the tile's square for WMS", () => {
    const wms: Basemap = {
      ...osm,
      kind: "wms",
      url: "https://w.example/?map=a&bbox=1",
      layers: "dop",
    };
    const { searchParams } = new URL(tileAddress(wms, { z: 1, x: 1, y: 0 }));
    expect(searchParams.get("map")).toBe("a");
    expect(searchParams.get("bbox")).toBeNull();
    expect(searchParams.get("BBOX")).toBe("0,0,20037508.342789244,20037508.342789244");
    expect(searchParams.get("CRS")).toBe("EPSG:3857");
  });
});

describe("foreign hosts", () => {
  it("are public ones only", () => {
    const inside = ["127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.169.254"];
    inside.push(
      "100.64.0.1",
      "0.0.0.0",
      "::1",
      "::ffff:10.0.0.1",
      "fe80::1",
      "fd00::1",
      "2002:7f00:1::",
    );
    inside.push("2001:0:1::1", "224.0.0.1", "255.255.255.255", "nothing");
    for (const address of inside)
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    for (const address of ["8.8.8.8", "2a00:1450::1"]) expect(isPublicAddress(address)).toBe(true);
  });

  it("in private networks are not asked, whatever their name", async () => {
    const port = await serve((_request, response) => response.end());
    asked.length = 0;
    for (const host of ["localhost", "2130706434", "[::1]", "[::ffff:127.0.0.1]"]) {
      await expect(fetchPicture(`http://${host}:${port}/`)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(asked).toEqual([]);
  });

  it("must send a picture, and may not send on", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/picture" }).end();
      else if (request.url === "/page") response.setHeader("content-type", "text/html").end("<p>");
      else if (request.url === "/drawing") {
        response.setHeader("content-type", "image/svg+xml").end("<svg/>");
      } else response.setHeader("content-type", "image/png").end("picture");
    });
    const at = (path: string) => fetchPicture(`http://127.0.0.1:${port}${path}`);
    expect((await at("/picture")).bytes.toString()).toBe("picture");
    for (const path of ["/moved", "/page", "/drawing"]) {
      await expect(at(path)).rejects.toMatchObject({ code: "unavailable" });
    }
  });
});

describe("a basemap", () => {
  it("is none until an administrator chooses one", async () => {
    await expect(serveBasemapTile({ z: "0", x: "0", y: "0" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      updateBasemap({ ...osm, url: "https://tiles.example/{z}/{x}.png" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(updateBasemap({ ...osm, kind: "wms" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const port = await serve((_request, response) =>
      response.setHeader("content-type", "image/png").end("tile"),
    );
    await updateBasemap({ ...osm, url: `http://127.0.0.1:${port}/{z}/{x}/{y}` });
    asked.length = 0;
    const tile = await serveBasemapTile({ z: "2", x: "1", y: "3" });
    expect(await tile.text()).toBe("tile");
    expect(asked).toEqual(["/2/1/3"]);
    for (const [z, x, y] of [
      ["2", "4", "0"],
      ["20", "0", "0"],
      ["1", "-1", "0"],
      ["0", "0", "../0"],
    ]) {
      const place = { z: z ?? "", x: x ?? "", y: y ?? "" };
      await expect(serveBasemapTile(place)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await updateBasemap(null)).toBeNull();
  });
});
