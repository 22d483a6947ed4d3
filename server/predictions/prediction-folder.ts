import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { homeFolders } from "../env";

/** Where things lie in a prediction's folder; it gets its name when everything is in it. */
export const predictionFiles = {
  /** A byte per tile: 0 no tile, else the class's index in its project + 1. */
  classes: "classes.u8",
  /** A byte per tile: round(255 * highest probability). */
  confidence: "confidence.u8",
  classRaster: "class.tif",
  confidenceRaster: "confidence.tif",
} as const;

/** Told not to look: the bundler would take the home folder, and with it the project, along. */
function planeFile(folder: string, name: "classes" | "confidence"): string {
  return path.join(/* turbopackIgnore: true */ folder, predictionFiles[name]);
}

export function stagingFolder(predictionId: string): string {
  return `${homeFolders.prediction(predictionId)}.partial`;
}

/** An empty folder for a prediction in the making. */
export async function beginPredictionFolder(predictionId: string): Promise<string> {
  const folder = stagingFolder(predictionId);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

export async function writePlanes(
  folder: string,
  planes: { classes: Uint8Array; confidence: Uint8Array },
): Promise<void> {
  for (const name of ["classes", "confidence"] as const) {
    await writeFile(planeFile(folder, name), planes[name], { flush: true });
  }
}

export async function publishPredictionFolder(predictionId: string): Promise<void> {
  await rm(homeFolders.prediction(predictionId), { recursive: true, force: true });
  await rename(stagingFolder(predictionId), homeFolders.prediction(predictionId));
}

export async function removePredictionFolders(predictionId: string): Promise<void> {
  await rm(stagingFolder(predictionId), { recursive: true, force: true });
  await rm(homeFolders.prediction(predictionId), { recursive: true, force: true });
}

/** @throws AppError `not_found` while the prediction is not done, or when its files are gone. */
export async function readPlanes(
  predictionId: string,
): Promise<{ classes: Buffer; confidence: Buffer }> {
  const folder = homeFolders.prediction(predictionId);
  try {
    const [classes, confidence] = await Promise.all([
      readFile(planeFile(folder, "classes")),
      readFile(planeFile(folder, "confidence")),
    ]);
    return { classes, confidence };
  } catch (cause) {
    throw new AppError("not_found", sentence("server.predictions.noResult"), { cause });
  }
}
