import path from "node:path";
import { z } from "zod";
import type { RasterFacts } from "@/lib/contracts/scenes";
import { runTrainerCommand } from "../python/run-trainer-command";

export interface GridRaster {
  gridRows: number;
  gridCols: number;
  tileSizePx: number;
  facts: Pick<RasterFacts, "transform" | "crs">;
  classes: { index: number; name: string; colour: string }[];
}

/**
 * Writes planes as GeoTIFFs with one pixel per tile.
 *
 * @param files Paths of the planes and of the rasters to write, all in one folder.
 */
export async function writeGridRasters(
  raster: GridRaster,
  files: { classes: string; output: string; confidence?: string; confidenceOutput?: string },
  signal?: AbortSignal,
): Promise<void> {
  const { wkt, code } = raster.facts.crs;
  const spec = JSON.stringify({
    rows: raster.gridRows,
    cols: raster.gridCols,
    tileSizePx: raster.tileSizePx,
    transform: raster.facts.transform,
    crs: wkt ?? code,
    classes: raster.classes,
  });
  await runTrainerCommand({
    command: "grid-raster",
    args: [
      ...["--plane", files.classes],
      ...(files.confidence ? ["--confidence", files.confidence] : []),
      ...["--spec", spec],
      ...["--output", files.output],
      ...(files.confidenceOutput ? ["--confidence-output", files.confidenceOutput] : []),
    ],
    resultSchema: z.object({ ok: z.literal(true) }),
    workFolder: path.join(path.dirname(files.output), "work"),
    ...(signal ? { signal } : {}),
  });
}
