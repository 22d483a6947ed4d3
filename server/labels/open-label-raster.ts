import { type FileHandle, open } from "node:fs/promises";
import { findLabelRaster } from "./find-label-raster";

const tries = 5;

/**
 * The labels of a scene as a GeoTIFF, opened for reading: while people label, the file of a moment ago
 * is replaced and removed by whoever asks next.
 *
 * @returns The file and where it lay. @throws AppError `not_found`.
 */
export async function openLabelRaster(
  sceneId: string,
): Promise<{ path: string; opened: FileHandle }> {
  for (let attempt = 1; ; attempt += 1) {
    const path = await findLabelRaster(sceneId);
    try {
      return { path, opened: await open(path, "r") };
    } catch (thrown) {
      const isGone = (thrown as NodeJS.ErrnoException).code === "ENOENT";
      if (!isGone || attempt === tries) throw thrown;
    }
  }
}
