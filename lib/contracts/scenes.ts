import { z } from "zod";
import { bandUnitSchema } from "./band-scale";
import {
  jobIdSchema,
  nameSchema,
  personSchema,
  projectIdSchema,
  saidAsSchema,
  sceneIdSchema,
  sha256Schema,
  splitNameSchema,
  timeMsSchema,
} from "./common";
import { addressSchema } from "./remote";

/** Coordinate reference system of a scene; all null in pixel space. */
export const crsSchema = z
  .object({
    code: z.string().nullable().describe("Such as EPSG:32618, where there is one."),
    wkt: z.string().nullable(),
    proj4: z.string().nullable(),
    unit: z.string().describe("m, degree, px, ..."),
  })
  .meta({ id: "Crs" });

const wavelengthSchema = z.number().min(1).max(1_000_000);

export const bandStatisticsSchema = z
  .object({
    index: z.number().int().min(1).describe("1-based."),
    name: z.string(),
    description: z.string().nullable(),
    colour: z.string().nullable().describe("Colour interpretation: red, green, blue, nir, ..."),
    wavelengthNm: wavelengthSchema.nullish().describe("Centre of the band, nm, where it is known."),
    ...bandUnitSchema.partial().shape,
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    standardDeviation: z.number(),
    p1: z.number(),
    p2: z.number(),
    p50: z.number(),
    p98: z.number(),
    p99: z.number(),
    validFraction: z.number().min(0).max(1),
    histogram: z.object({ low: z.number(), high: z.number(), counts: z.array(z.number().int()) }),
  })
  .meta({ id: "Band" });
export type Band = z.infer<typeof bandStatisticsSchema>;

/** GDAL order: x = a * col + b * row + c; y = d * col + e * row + f, for the pixel's corner. */
export const affineSchema = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);
/** [minX, minY, maxX, maxY] in the scene's CRS. */
export const extentSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const importNoteSchema = z
  .object({ code: z.string(), message: z.string(), sentence: saidAsSchema })
  .meta({ id: "ImportNote" });

export const sceneKindSchema = z.enum(["raster", "chips"]).meta({ id: "SceneKind" });
export type SceneKind = z.infer<typeof sceneKindSchema>;

/** What the importer finds out about a raster: the part of a scene that is read from pixels. */
export const rasterFactsSchema = z.object({
  widthPx: z.number().int().min(1),
  heightPx: z.number().int().min(1),
  bandCount: z.number().int().min(1).max(64),
  dtype: z.string(),
  nodata: z.number().nullable(),
  hasMask: z.boolean(),
  crs: crsSchema,
  transform: affineSchema,
  extent: extentSchema,
  groundSampleMeters: z.number().nullable(),
  extentLonLat: extentSchema.nullable(),
  bands: z.array(bandStatisticsSchema),
  byteSize: z.number().int(),
  sha256: sha256Schema,
  notes: z.array(importNoteSchema),
  simulated: z.boolean(),
});
export type RasterFacts = z.infer<typeof rasterFactsSchema>;

export const chipSheetSchema = z
  .object({
    count: z.number().int().describe("Chips on the sheet; later cells are empty."),
    cellSizePx: z.number().int(),
    columns: z.number().int(),
    rows: z.number().int(),
    classes: z.array(z.string()),
    splits: z.array(z.string()),
  })
  .meta({ id: "ChipSheet" });
export type ChipSheet = z.infer<typeof chipSheetSchema>;

/** Where the pixels of a scene lie that were not copied into the studio. */
export const sceneReferenceSchema = z
  .object({
    from: z.enum(["folder", "address"]),
    address: z.string().describe("Path on the server, or the address without its query."),
  })
  .meta({ id: "SceneReference" });
export type SceneReference = z.infer<typeof sceneReferenceSchema>;

export const sceneSchema = rasterFactsSchema
  .extend({
    id: sceneIdSchema,
    projectId: projectIdSchema,
    name: nameSchema,
    kind: sceneKindSchema,
    tileSizePx: z.number().int(),
    gridRows: z.number().int(),
    gridCols: z.number().int(),
    tileCount: z
      .number()
      .int()
      .describe("Cells that hold imagery: rows * columns, or the number of chips."),
    labelledCount: z.number().int(),
    chips: chipSheetSchema.nullable(),
    importedBy: personSchema.nullable(),
    createdAtMs: timeMsSchema,
    reference: sceneReferenceSchema
      .nullish()
      .describe("Where its pixels lie; null: in the studio. sha256 then stands for the version."),
  })
  .meta({ id: "Scene" });
export type Scene = z.infer<typeof sceneSchema>;

/** What people may put right about a scene; what is missing stays. */
export const updateSceneInputSchema = z.object({
  sceneId: sceneIdSchema,
  name: nameSchema.optional(),
  bands: z
    .array(
      z.object({
        index: z.number().int().min(1).max(64).describe("1-based."),
        name: nameSchema,
        wavelengthNm: wavelengthSchema.nullable().describe("nm; null: unknown."),
      }),
    )
    .max(64)
    .optional()
    .describe("Names and wavelengths of bands; bands that are not listed stay."),
});

const uploadIdSchema = z.string().min(1).max(200);
/** The bands of one scene, and the headers of those that are raw. */
export const maxUploadsPerScene = 64;

/**
 * Where an import comes from: a finished upload, several that hold the bands of one scene, a path
 * inside an allowed folder, or files on allowed hosts and in known buckets.
 */
export const importSourceSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("upload"), uploadId: uploadIdSchema }),
  z.object({
    from: z.literal("uploads"),
    uploadIds: z.array(uploadIdSchema).min(1).max(maxUploadsPerScene),
  }),
  z.object({ from: z.literal("folder"), path: z.string().min(1).max(4096) }),
  z.object({
    from: z.literal("addresses"),
    addresses: z
      .array(addressSchema)
      .min(1)
      .max(maxUploadsPerScene)
      .describe("Of one file, or of those that hold the bands of one scene."),
  }),
]);
export type ImportSource = z.infer<typeof importSourceSchema>;

export const importSceneInputSchema = z.object({
  projectId: projectIdSchema,
  source: importSourceSchema,
  kind: sceneKindSchema.describe(
    "raster: one raster, or a zip or folder of the bands of one scene; chips: a zip or folder of class/*.tif|png|jpg (a zip of bands of a known product becomes a raster all the same).",
  ),
  name: nameSchema.optional().describe("The file's name when missing."),
  inPlace: z
    .boolean()
    .default(false)
    .describe(
      "Leave the pixels where they are: one cloud optimized GeoTIFF in a folder or at an address.",
    ),
  createMissingClasses: z
    .boolean()
    .default(true)
    .describe("Chips: folders without a class of that name become classes."),
});

export const importStartedSchema = z.object({ jobId: jobIdSchema });

export const folderEntrySchema = z
  .object({
    name: z.string(),
    path: z.string(),
    kind: z.enum(["folder", "file"]),
    byteSize: z.number().nullable(),
  })
  .meta({ id: "FolderEntry" });

export const folderListingSchema = z
  .object({
    path: z.string().nullable().describe("null: the list of allowed folders."),
    parent: z.string().nullable(),
    entries: z.array(folderEntrySchema),
  })
  .meta({ id: "FolderListing" });

export const chipInfoSchema = z
  .object({
    row: z.number().int(),
    col: z.number().int(),
    name: z.string(),
    className: z.string(),
    split: splitNameSchema.nullable(),
    widthPx: z.number().int(),
    heightPx: z.number().int(),
  })
  .meta({ id: "Chip" });
