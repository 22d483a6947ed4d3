import type { JobKind } from "@/lib/contracts/jobs";
import type { JobDefinition } from "./define-job";

/** Where each kind of job lives; loaded when the first job of that kind is claimed. */
export const jobRegistry: Record<JobKind, () => Promise<JobDefinition<never>>> = {
  "scene.import": async () =>
    (await import("../imports/import-scene-job")).importSceneJob as JobDefinition<never>,
  "project.demonstrate": async () =>
    (await import("../demonstration/demonstrate-project-job"))
      .demonstrateProjectJob as JobDefinition<never>,
  "dataset.export": async () =>
    (await import("../datasets/export-dataset-job")).exportDatasetJob as JobDefinition<never>,
  "tiles.export": async () =>
    (await import("../exports/export-tiles-job")).exportTilesJob as JobDefinition<never>,
  "truth.read": async () =>
    (await import("../truth/read-truth-job")).readTruthJob as JobDefinition<never>,
  "truth.apply": async () =>
    (await import("../truth/apply-truth-job")).applyTruthJob as JobDefinition<never>,
  "opinions.weigh": async () =>
    (await import("../opinions/weigh-project-job")).weighProjectJob as JobDefinition<never>,
  "run.fit": async () => (await import("../runs/fit-run-job")).fitRunJob as JobDefinition<never>,
  "prediction.predict": async () =>
    (await import("../predictions/predict-scene-job")).predictSceneJob as JobDefinition<never>,
};
