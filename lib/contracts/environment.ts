import { z } from "zod";
import { saidAsSchema, timeMsSchema } from "./common";

export const environmentCheckSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    message: z.string(),
    hint: z.string().nullable(),
    sentence: saidAsSchema,
  })
  .meta({ id: "EnvironmentCheck" });

export const machineSchema = z
  .object({
    versions: z
      .record(z.string(), z.string().nullable())
      .describe("By program or library; null: not installed."),
    gpus: z.array(
      z.object({
        index: z.number().int(),
        name: z.string(),
        memoryBytes: z.number(),
        freeBytes: z.number(),
        capability: z.string().nullable(),
        bf16: z.boolean(),
      }),
    ),
    cpu: z.object({ model: z.string(), cores: z.number().int() }),
    memory: z.object({ totalBytes: z.number(), freeBytes: z.number() }),
    disk: z
      .object({ totalBytes: z.number(), freeBytes: z.number() })
      .describe("Where the studio keeps its state."),
    attention: z.array(z.string()).describe("Attention kernels that can be used."),
    checks: z.array(environmentCheckSchema),
    worker: z.object({ alive: z.boolean(), seenAtMs: timeMsSchema.nullable() }),
    measuredAtMs: timeMsSchema,
  })
  .meta({ id: "Machine" });
export type Machine = z.infer<typeof machineSchema>;

export const settingsSchema = z
  .object({
    importFolders: z
      .array(z.string().min(1).max(4096).startsWith("/", "A folder starts with /."))
      .max(100)
      .describe("Server folders that people may import from."),
    modelFolders: z
      .array(z.string().min(1).max(4096).startsWith("/", "A folder starts with /."))
      .max(100)
      .describe("Server folders whose models may be used as a base."),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof settingsSchema>;

/** A map under the scenes, in Web Mercator tiles; the server fetches them, never the browser. */
export const basemapSchema = z
  .object({
    kind: z.enum(["xyz", "wmts", "wms"]),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .describe(
        "xyz: with {z}, {x}, {y} or {-y}; wmts: with {TileMatrix}, {TileRow}, {TileCol}; wms: the service.",
      ),
    layers: z.string().trim().max(500).describe("wms: names of layers, separated by commas."),
    attribution: z.string().trim().max(300).describe("Shown on the map; many sources ask for it."),
    maxZoom: z.number().int().min(0).max(24),
  })
  .meta({ id: "Basemap" });
export type Basemap = z.infer<typeof basemapSchema>;

export const basemapSettingSchema = z.object({
  basemap: basemapSchema.nullable().describe("null: none, so that nothing leaves the machine."),
});

/** What everybody may know about it; the address may hold a key. */
export const shownBasemapSchema = z.object({
  basemap: basemapSchema.pick({ attribution: true, maxZoom: true }).nullable(),
});
