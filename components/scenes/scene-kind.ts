/** What a file holds, by its name: a zip is an image folder, everything else one raster. */
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
  ".zip",
] as const;
