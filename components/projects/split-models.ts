import type { Prediction } from "@/lib/contracts/predictions";

export interface SplitModel {
  id: string;
  name: string;
  /** The newest of each scene. */
  predictionIds: string[];
  sceneCount: number;
  /** What it may say, with how many tiles it says it of. */
  classes: { id: string; name: string; colour: string; count: number }[];
}

/** The models whose finished predictions can say which tiles go. */
export function modelsOf(predictions: readonly Prediction[]): SplitModel[] {
  const models = new Map<string, SplitModel>();
  const seen = new Set<string>();
  const newestFirst = predictions
    .filter((one) => one.status === "finished")
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs);
  for (const { id, modelId, modelName, sceneId, classes } of newestFirst) {
    if (seen.has(`${modelId} ${sceneId}`)) continue;
    seen.add(`${modelId} ${sceneId}`);
    const model = models.get(modelId) ?? {
      ...{ id: modelId, name: modelName, predictionIds: [], sceneCount: 0, classes: [] },
    };
    models.set(modelId, model);
    model.predictionIds.push(id);
    model.sceneCount += 1;
    for (const one of classes) {
      const known = model.classes.find((other) => other.id === one.id);
      if (known) known.count += one.count;
      else model.classes.push({ ...one });
    }
  }
  return [...models.values()];
}
