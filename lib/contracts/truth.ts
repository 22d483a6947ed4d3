import { z } from "zod";
import {
  classIdSchema,
  colourSchema,
  jobIdSchema,
  nameSchema,
  personSchema,
  sceneIdSchema,
  timeMsSchema,
} from "./common";
import { importNoteSchema } from "./scenes";

/** Where the file is: a finished upload, or a path inside an allowed folder. */
export const truthSourceSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("upload"), uploadId: z.string().min(1).max(200) }),
  z.object({ from: z.literal("folder"), path: z.string().min(1).max(4096) }),
]);
export type TruthSource = z.infer<typeof truthSourceSchema>;

/** Polygons, a class raster or a table that say already what lies where. */
export const readTruthInputSchema = z.object({
  sceneId: sceneIdSchema,
  source: truthSourceSchema.describe(
    "GeoJSON, GeoPackage, zipped shapefile, class raster, or CSV (row,col,class; lon,lat,class).",
  ),
  layer: z.string().min(1).max(255).optional().describe("The first of the file when missing."),
  attribute: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Attribute or column with the class; the likeliest when missing."),
  crs: z
    .string()
    .min(3)
    .max(10_000)
    .optional()
    .describe("Coordinate system to assume instead of the file's own: EPSG:32618, or WKT."),
});

export const truthReadingSchema = z
  .object({
    readingId: jobIdSchema,
    sceneId: sceneIdSchema,
    fileName: z.string(),
    kind: z.enum(["polygons", "raster", "table"]),
    layers: z.array(z.string()),
    layer: z.string().nullable(),
    crs: z.string().nullable(),
    attributes: z
      .array(z.object({ name: z.string(), examples: z.array(z.string()) }))
      .describe("Those that may hold classes, the likeliest first."),
    attribute: z.string().nullable(),
    values: z.array(
      z.object({
        value: z.string(),
        count: z.number().int().describe("Polygons, lines or pixels that have it."),
      }),
    ),
    notes: z.array(importNoteSchema),
  })
  .meta({ id: "TruthReading" });
export type TruthReading = z.infer<typeof truthReadingSchema>;

/** What a value of the file becomes. */
export const truthTargetSchema = z.discriminatedUnion("as", [
  z.object({ as: z.literal("class"), classId: classIdSchema }),
  z.object({ as: z.literal("newClass"), name: nameSchema }),
  z.object({ as: z.literal("nothing") }),
]);
export type TruthTarget = z.infer<typeof truthTargetSchema>;

export const truthPlanSchema = z.object({
  readingId: jobIdSchema,
  mapping: z
    .array(z.object({ value: z.string().max(200), to: truthTargetSchema }))
    .max(250)
    .describe("Values that are missing become nothing."),
  minShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Share of a tile (or of its points) that its class needs at least."),
  keepLabelled: z.boolean().default(true).describe("Tiles that have a label keep it."),
});
export type TruthPlan = z.output<typeof truthPlanSchema>;
export type TruthPlanInput = z.input<typeof truthPlanSchema>;

export const truthConflictSchema = z.object({
  row: z.number().int(),
  col: z.number().int(),
  kind: z
    .enum(["mixed", "tie", "overlap"])
    .describe("mixed: no class is large enough; tie: two are; overlap: polygons lie over others."),
  shares: z.array(z.object({ name: z.string(), share: z.number() })),
});
export type TruthConflict = z.infer<typeof truthConflictSchema>;

export const truthPreviewSchema = z
  .object({
    targets: z.array(
      z.object({
        name: z.string(),
        classId: classIdSchema.nullable().describe("null: a class that would be made."),
        colour: colourSchema,
        tileCount: z.number().int(),
      }),
    ),
    plane: z
      .string()
      .describe("Base64, a byte per tile: 0, or the place in targets (from 1) that it would get."),
    leading: z
      .string()
      .describe("Base64, a byte per tile: the largest target (from 1), enough or not; 0: none."),
    shares: z
      .string()
      .describe("Base64, two bytes per tile, the lower first: its share in ten thousandths."),
    flags: z
      .string()
      .describe("Base64, a byte per tile: 1 several targets, + 2 equally large, + 4 overlapping."),
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    tileCount: z.number().int().describe("Tiles that have a clear class."),
    changedCount: z.number().int().describe("Tiles whose label would be different."),
    sameCount: z.number().int().describe("Tiles that have this label already."),
    otherCount: z.number().int().describe("Tiles that have another label."),
    littleCount: z.number().int().describe("Tiles that one class touches, but not enough."),
    conflictCount: z.number().int(),
    conflicts: z.array(truthConflictSchema).describe("At most 200 of them."),
  })
  .meta({ id: "TruthPreview" });
export type TruthPreview = z.infer<typeof truthPreviewSchema>;

export const truthActSchema = z
  .object({
    actId: z.string().describe("Taken back as any act is."),
    fileName: z.string(),
    author: personSchema,
    atMs: timeMsSchema,
    changedCount: z.number().int(),
    reverted: z.boolean(),
  })
  .meta({ id: "TruthAct" });
export type TruthAct = z.infer<typeof truthActSchema>;
