import { z } from "zod";
import { datasetIdSchema, predictionIdSchema, sceneIdSchema } from "./common";

/** Formats that tiles and their classes leave the studio in. */
export const exportFormatSchema = z
  .enum(["csv", "geojson", "geopackage", "geoparquet", "coco", "geotiff", "stac"])
  .meta({ id: "ExportFormat" });
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exportSourceSchema = z.discriminatedUnion("what", [
  z.object({ what: z.literal("labels"), sceneId: sceneIdSchema }),
  z.object({ what: z.literal("prediction"), predictionId: predictionIdSchema }),
  z.object({ what: z.literal("dataset"), datasetId: datasetIdSchema }),
]);
export type ExportSource = z.infer<typeof exportSourceSchema>;

export const createExportInputSchema = z.object({
  source: exportSourceSchema,
  format: exportFormatSchema,
});
