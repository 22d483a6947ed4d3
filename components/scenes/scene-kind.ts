/**
 * What a file holds, by its name: a zip is taken for an image folder until the import has looked
 * into it, everything else for one raster.
 */
export function sceneKindOf(fileName: string): "raster" | "chips" {
  return /\.zip$/i.test(fileName) ? "chips" : "raster";
}

/** What the importer reads, by its usual endings; it looks inside in any case. */
export const importableExtensions = [
  ".tif",
  ".tiff",
  ".jp2",
  ".j2k",
  ".png",
  ".jpg",
  ".jpeg",
  ".img",
  ".nc",
  ".hdr",
  ".dat",
  ".bsq",
  ".bil",
  ".bip",
  ".zip",
] as const;

/** By its name, as the choice of files does it: nothing else can be read as imagery. */
export function isImportable(fileName: string): boolean {
  const name = fileName.toLowerCase();
  return importableExtensions.some((extension) => name.endsWith(extension));
}
