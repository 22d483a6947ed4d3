import type { z } from "zod";
import type { predictionPlanesSchema } from "@/lib/contracts/predictions";
import { getSceneRow } from "../scenes/queries";
import { readPlanes } from "./prediction-folder";
import { getPrediction } from "./queries";

/** Class and confidence of every tile. @throws AppError `not_found` while it is not done. */
export async function getPredictionPlanes(
  predictionId: string,
): Promise<z.infer<typeof predictionPlanesSchema>> {
  const { sceneId } = await getPrediction(predictionId);
  const scene = await getSceneRow(sceneId);
  const { classes, confidence } = await readPlanes(predictionId);
  return {
    predictionId,
    gridRows: scene.grid_rows,
    gridCols: scene.grid_cols,
    classes: classes.toString("base64"),
    confidence: confidence.toString("base64"),
  };
}
