import { getLabelPlane } from "../labels/get-label-plane";
import type { GridPrediction } from "./predict-grid";
import type { PredictionResult } from "./queries";
import type { PlaneClass } from "./to-project-plane";

/** The figures of a prediction, and how far it agrees with what people labelled. */
export async function describeResult(
  sceneId: string,
  plane: Uint8Array,
  predicted: GridPrediction,
  classes: readonly PlaneClass[],
  durationMs: number,
): Promise<PredictionResult> {
  const counts = new Uint32Array(256);
  for (const byte of plane) counts[byte] = (counts[byte] as number) + 1;
  const labels = Buffer.from((await getLabelPlane(sceneId)).plane, "base64");
  const known = new Set(classes.map((one) => one.index + 1));
  const agreement = { comparedCount: 0, agreedCount: 0 };
  labels.forEach((label, tile) => {
    // A label of a class that the model never learned says nothing about the model.
    if (!known.has(label) || plane[tile] === 0) return;
    agreement.comparedCount += 1;
    if (label === plane[tile]) agreement.agreedCount += 1;
  });
  const { predictedCount, confidenceSum } = predicted;
  return {
    classes: classes.map((one) => ({ ...one, count: counts[one.index + 1] as number })),
    tileCount: predictedCount,
    meanConfidence: predictedCount > 0 ? confidenceSum / predictedCount : null,
    agreement: agreement.comparedCount > 0 ? agreement : null,
    durationMs: Math.round(durationMs),
    tilesPerSecond: durationMs > 0 ? (predictedCount * 1000) / durationMs : null,
  };
}
