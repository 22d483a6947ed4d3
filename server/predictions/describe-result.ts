import { findStandIns } from "@/lib/class-tree";
import { getLabelPlane } from "../labels/get-label-plane";
import { listClasses } from "../projects/queries";
import { getSceneRow } from "../scenes/queries";
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
  const meant = await findMeantBytes(sceneId, classes);
  const agreement = { comparedCount: 0, agreedCount: 0 };
  labels.forEach((label, tile) => {
    // A label of a class that the model never learned says nothing about the model.
    const own = meant[label] as number;
    if (own === 0 || plane[tile] === 0) return;
    agreement.comparedCount += 1;
    if (own === plane[tile]) agreement.agreedCount += 1;
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

/** Which class of the model a label counts for, as bytes: its own, or the nearest above it; 0: none. */
async function findMeantBytes(
  sceneId: string,
  classes: readonly PlaneClass[],
): Promise<Uint8Array> {
  const all = await listClasses((await getSceneRow(sceneId)).project_id);
  const standIns = findStandIns(all, new Set(classes.map((one) => one.id)));
  const meant = new Uint8Array(256);
  for (const { id, index } of all) {
    const standIn = classes.find((one) => one.id === standIns.get(id));
    if (standIn) meant[index + 1] = standIn.index + 1;
  }
  return meant;
}
