import path from "node:path";
import type { ExportFormat, ExportSource } from "@/lib/contracts/exports";
import { homeFolders } from "../env";

/** What the file of each format is called and served as. */
export const exportFormats: Record<
  ExportFormat,
  { name: string; extension: string; contentType: string }
> = {
  csv: { name: "CSV", extension: ".csv", contentType: "text/csv; charset=utf-8" },
  geojson: { name: "GeoJSON", extension: ".geojson", contentType: "application/geo+json" },
  geopackage: {
    name: "GeoPackage",
    extension: ".gpkg",
    contentType: "application/geopackage+sqlite3",
  },
  geoparquet: {
    name: "GeoParquet",
    extension: ".parquet",
    contentType: "application/vnd.apache.parquet",
  },
  coco: { name: "COCO", extension: ".coco.json", contentType: "application/json" },
  geotiff: { name: "GeoTIFF", extension: ".tif", contentType: "image/tiff" },
  stac: { name: "STAC", extension: ".stac.zip", contentType: "application/zip" },
};

/** The same for what is exported: rasters of a dataset's scenes are several files in one. */
export function describeFile(format: ExportFormat, what: ExportSource["what"]) {
  if (what !== "dataset" || format !== "geotiff") return exportFormats[format];
  return { name: "GeoTIFF", extension: ".tif.zip", contentType: "application/zip" };
}

/** Where the file of an export lies. */
export function exportFile(jobId: string, format: ExportFormat, what: ExportSource["what"]) {
  return path.join(homeFolders.exports(jobId), `tiles${describeFile(format, what).extension}`);
}
