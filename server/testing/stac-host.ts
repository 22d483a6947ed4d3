import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FileHost } from "./file-host";

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

interface Feature {
  id: string;
  collection: string;
  bbox: number[];
  properties: { datetime: string; "eo:cloud_cover": number };
}

/** What people ask of "STAC API - Item Search", as far as this test answers it. */
interface Question {
  collections?: string[];
  datetime?: string;
  bbox?: number[];
  query?: { "eo:cloud_cover"?: { lte?: number } };
  limit?: number;
}

/** A host with a catalogue that pystac wrote, as files below /stac and searchable at /api. */
export async function openStacHost(python: string): Promise<FileHost> {
  const host = await FileHost.open();
  const folder = mkdtempSync(path.join(tmpdir(), "tilewright-stac-"));
  try {
    execFileSync(python, ["server/testing/write-catalogue.py", folder, host.url]);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const features: Feature[] = [];
    for (const file of files.filter((one) => one.endsWith(".json"))) {
      const bytes = readFileSync(path.join(folder, file));
      host.files.set(`/${file}`, { bytes, type: "application/json" });
      const json = JSON.parse(bytes.toString("utf8"));
      if (json.type === "Feature") features.push(json);
    }
    for (const collection of ["north", "dateline"]) {
      host.files.set(`/stac/${collection}/thumbnail.png`, { bytes: onePixel, type: "image/png" });
    }
    serveApi(host, features);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return host;
}

function serveApi(host: FileHost, features: Feature[]): void {
  const json = (value: unknown) => ({
    bytes: Buffer.from(JSON.stringify(value)),
    type: "application/json",
  });
  const link = (rel: string, to: string, more = {}) => ({ rel, href: `${host.url}${to}`, ...more });
  host.files.set(
    "/api",
    json({
      type: "Catalog",
      stac_version: "1.0.0",
      id: "api",
      title: "A searchable catalogue",
      conformsTo: [
        "https://api.stacspec.org/v1.0.0/core",
        "https://api.stacspec.org/v1.0.0/item-search",
        "https://api.stacspec.org/v1.0.0/item-search#query",
      ],
      links: [
        link("root", "/api"),
        link("data", "/api/collections"),
        link("search", "/api/search", { method: "GET", type: "application/geo+json" }),
        link("search", "/api/search", { method: "POST", type: "application/geo+json" }),
      ],
    }),
  );
  const collection = (id: string) => ({
    type: "Collection",
    id,
    title: id,
    links: [link("root", "/api")],
  });
  host.files.set(
    "/api/collections",
    json({ collections: ["north", "dateline"].map(collection), links: [] }),
  );
  host.files.set("/api/collections/north", json(collection("north")));
  host.files.set("/api/search", (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      if (request.method !== "POST") {
        response.writeHead(405).end();
        return;
      }
      const question: Question = JSON.parse(Buffer.concat(pieces).toString("utf8"));
      const found = features.filter((feature) => answers(feature, question));
      const limit = question.limit ?? 10;
      const links = found.length > limit ? [link("next", "/api/search?page=2")] : [];
      response.writeHead(200, { "content-type": "application/geo+json" }).end(
        JSON.stringify({
          type: "FeatureCollection",
          numberMatched: found.length,
          features: found.slice(0, limit),
          links,
        }),
      );
    });
  });
}

function answers(feature: Feature, { collections, datetime, bbox, query }: Question): boolean {
  const { properties, bbox: [west = 0, south = 0, east = 0, north = 0] = [] } = feature;
  if (collections && !collections.includes(feature.collection)) return false;
  const clouds = query?.["eo:cloud_cover"]?.lte;
  if (clouds !== undefined && properties["eo:cloud_cover"] > clouds) return false;
  const [from = "..", to = ".."] = (datetime ?? "../..").split("/");
  if (from !== ".." && properties.datetime < from) return false;
  if (to !== ".." && properties.datetime > to) return false;
  if (!bbox) return true;
  const [left = 0, bottom = 0, right = 0, top = 0] = bbox;
  return west <= right && left <= Math.max(east, west) && south <= top && bottom <= north;
}
