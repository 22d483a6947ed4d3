import { z } from "zod";

const urlSchema = z.url({ protocol: /^https?$/ }).max(2000);

/** One zoom level: tiles in rows from the upper left. */
const basemapLevelSchema = z.object({
  name: z.string().max(200).describe("What the service calls the level."),
  resolution: z.number().positive().describe("Units of the system per pixel."),
  origin: z
    .tuple([z.number(), z.number()])
    .describe("Upper left corner: x, y (longitude, latitude)."),
  tileSizePx: z.tuple([
    z.number().int().min(1).max(4096).describe("Width."),
    z.number().int().min(1).max(4096).describe("Height."),
  ]),
  cols: z.number().int().min(1),
  rows: z.number().int().min(1),
});

/** The tiles of a service that are not those of the Web Mercator pyramid; the coarsest level first. */
export const basemapGridSchema = z
  .object({
    crs: z.string().max(100).describe("Such as EPSG:25832."),
    proj4: z.string().max(500),
    levels: z.array(basemapLevelSchema).min(1).max(40),
  })
  .meta({ id: "BasemapGrid" });
export type BasemapGrid = z.infer<typeof basemapGridSchema>;

/** A map under the scenes; the server fetches its tiles, never the browser. */
export const basemapSchema = z
  .object({
    kind: z.enum(["xyz", "wmts", "wms"]),
    url: urlSchema.describe(
      "xyz: with {z}, {x}, {y} or {-y}; wmts: with {TileMatrix}, {TileRow}, {TileCol}; wms: the service.",
    ),
    layers: z.string().trim().max(500).describe("wms: names of layers, separated by commas."),
    attribution: z.string().trim().max(300).describe("Shown on the map; many sources ask for it."),
    maxZoom: z.number().int().min(0).max(24),
    style: z.string().trim().max(200).default("").describe("wms: empty for the usual one."),
    format: z
      .enum(["image/png", "image/jpeg", "image/webp", "image/gif"])
      .default("image/png")
      .describe("wms: of the pictures."),
    version: z.enum(["1.3.0", "1.1.1"]).default("1.3.0").describe("wms: of the protocol."),
    grid: basemapGridSchema
      .nullable()
      .default(null)
      .describe("Its tiles; null: those of the Web Mercator pyramid."),
    service: urlSchema.nullable().default(null).describe("wmts: where its layers were read."),
  })
  .meta({ id: "Basemap" });
export type Basemap = z.infer<typeof basemapSchema>;

export const basemapSettingSchema = z.object({
  basemap: basemapSchema.nullable().describe("null: none, so that nothing leaves the machine."),
});

/** What everybody may know about it; the address may hold a key. */
export const shownBasemapSchema = z.object({
  basemap: basemapSchema.pick({ attribution: true, maxZoom: true, grid: true }).nullable(),
});
export type ShownBasemap = NonNullable<z.infer<typeof shownBasemapSchema>["basemap"]>;

export const readBasemapServiceInputSchema = z.object({
  kind: z.enum(["wmts", "wms"]),
  url: urlSchema.describe("Of the service, or of its GetCapabilities document."),
});

/** What a service offers, each as a basemap that can be chosen. */
export const basemapServiceSchema = z
  .object({
    title: z.string(),
    layers: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        choices: z
          .array(z.object({ name: z.string(), basemap: basemapSchema }))
          .describe("Matrix sets or systems, the best first; empty: none that can be shown."),
        systems: z.array(z.string()).describe("All systems that the layer comes in."),
      }),
    ),
  })
  .meta({ id: "BasemapService" });
export type BasemapService = z.infer<typeof basemapServiceSchema>;
