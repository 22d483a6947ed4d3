import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { updateRemoteHosts } from "../remote/hosts";
import type { FileHost } from "../testing/file-host";
import { makeTestHome } from "../testing/home";
import { openStacHost } from "../testing/stac-host";
import { searchCatalogue } from "./search-catalogue";
import { servePicture } from "./serve-picture";

const python = path.resolve("server/trainer/.venv/bin/python");
const hasPython = existsSync(python);
if (!hasPython) console.log(`Catalogues are not tested: ${python} is missing.`);
vi.setConfig({ testTimeout: 60_000 });
let host: FileHost;

beforeAll(async () => {
  if (!hasPython) return;
  await makeTestHome();
  host = await openStacHost(python);
  await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
});
afterAll(() => host?.close());

type Asked = Parameters<typeof searchCatalogue>[0];
const search = (where: string, asked: Partial<Asked> = {}) =>
  searchCatalogue({ url: `${host.url}${where}`, limit: 20, ...asked });
const idsOf = ({ items }: Awaited<ReturnType<typeof search>>) => items.map((one) => one.id).sort();

describe.skipIf(!hasPython)("a STAC catalogue", () => {
  it("shows an item with its files, its picture and what may be read of it", async () => {
    const found = await search("/stac/north/north-04/north-04.json");
    expect(found).toMatchObject({ kind: "item", matched: 1, isComplete: true });
    const [item] = found.items;
    expect(item).toMatchObject({
      id: "north-04",
      collection: "north",
      takenAt: "2020-04-15T12:00:00Z",
      cloudPercent: 32,
      box: [10, 48, 11, 49],
      picture: `${host.url}/stac/north/thumbnail.png`,
    });
    expect(item?.assets.map(({ key, isCog, isAllowed }) => [key, isCog, isAllowed])).toEqual([
      ["image", true, true],
      ["raw", false, true],
      ["far", false, false],
      ["stored", false, false],
    ]);
    expect(item?.assets[0]).toMatchObject({ byteSize: 1234, bands: ["red"] });
    expect(item?.assets[1]?.address).toBe(`${host.url}/stac/north/north-04/raw.jp2`);
    const picture = await servePicture(item?.picture ?? "");
    expect(picture.headers.get("content-type")).toBe("image/png");
    await expect(servePicture(`${host.url}/stac/catalog.json`)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(servePicture("https://far.example/a.png")).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it.each(["/stac/catalog.json", "/api"])(
    "is searched by collection, box, dates and clouds: %s",
    async (where) => {
      const all = await search(where);
      expect(all.kind).toBe(where === "/api" ? "search" : "static");
      expect(all.items).toHaveLength(8);
      expect(all.isComplete).toBe(true);
      expect(all.collections.map((one) => one.id).sort()).toEqual(["dateline", "north"]);
      expect(idsOf(await search(where, { collection: "north" }))).toEqual(
        ["01", "04", "07", "10"].map((month) => `north-${month}`),
      );
      const spring = { collection: "north", from: "2020-02-01", to: "2020-07-15" };
      expect(idsOf(await search(where, spring))).toEqual(["north-04", "north-07"]);
      const clear = { ...spring, maxCloudPercent: 40 };
      expect(idsOf(await search(where, clear))).toEqual(["north-04"]);
      const elsewhere = { box: [20, 0, 30, 60] } as Partial<Asked>;
      expect(idsOf(await search(where, elsewhere))).toEqual([]);
      const few = await search(where, { limit: 3 });
      expect(few.items).toHaveLength(3);
      expect(few.isComplete).toBe(false);
    },
  );

  it("is searched across the date line", async () => {
    const box: Asked["box"] = [179.8, 40, -179.9, 50];
    expect(idsOf(await search("/stac/catalog.json", { box }))).toHaveLength(4);
    const west: Asked["box"] = [-179.8, 40, -170, 50];
    expect(idsOf(await search("/stac/catalog.json", { box: west }))).toHaveLength(4);
  });

  it("leads from a collection to the search above it", async () => {
    const found = await search("/api/collections/north", { maxCloudPercent: 10 });
    expect(found.kind).toBe("search");
    expect(idsOf(found)).toEqual(["north-01"]);
  });

  it("is refused where it is none, or not allowed, or never ends", async () => {
    host.files.set("/page", { bytes: Buffer.from("<html>"), type: "text/html" });
    host.files.set("/other.json", { bytes: Buffer.from('{"a": 1}') });
    for (const where of ["/page", "/other.json"]) {
      await expect(search(where)).rejects.toMatchObject({ code: "unsupported" });
    }
    await expect(search("/nothing")).rejects.toMatchObject({ code: "not_found" });
    await expect(searchCatalogue({ url: "https://far.example/", limit: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
    // Each of its files names two more, for ever.
    host.files.set("/endless", (request, response) => {
      const place = Number(new URL(request.url ?? "", host.url).searchParams.get("n") ?? 0);
      const links = [1, 2].map((step) => ({
        rel: "child",
        href: `${host.url}/endless?n=${2 * place + step}`,
      }));
      response.end(JSON.stringify({ type: "Catalog", id: "endless", links }));
    });
    const before = host.asked.length;
    const found = await search("/endless");
    expect(found).toMatchObject({ items: [], isComplete: false });
    expect(host.asked.length - before).toBeLessThan(400);
  });
});
