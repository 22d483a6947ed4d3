/** The stations of the circle, in order. */
export const steps = ["import", "label", "freeze", "train", "predict"] as const;
export type Step = (typeof steps)[number];

export interface Standing {
  sceneCount: number;
  labelledCount: number;
  datasetCount: number;
  finishedRunCount: number;
  predictionCount: number;
}

/** Which steps have been taken at least once. */
export function stepsTaken(standing: Standing): Record<Step, boolean> {
  return {
    import: standing.sceneCount > 0,
    label: standing.labelledCount > 0,
    freeze: standing.datasetCount > 0,
    train: standing.finishedRunCount > 0,
    predict: standing.predictionCount > 0,
  };
}

/** The first step that was not taken; null when the circle has been walked once. */
export function nextStep(standing: Standing): Step | null {
  const taken = stepsTaken(standing);
  return steps.find((step) => !taken[step]) ?? null;
}
