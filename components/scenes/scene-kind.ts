/**
 * What a file holds, by its name: a zip is taken for an image folder until the import has looked
 * into it, everything else for one raster.
 */
export function sceneKindOf(fileName: string): "raster" | "chips" {
  return /\.zip$/i.test(fileName) ? "chips" : "raster";
}

/** Files that the choice of files offers; the server looks into them in any case. */
export const importableExtensions = [
  ".tif",
  ".tiff",
  ".jp2",
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
