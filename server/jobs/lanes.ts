import type { JobKind } from "@/lib/contracts/jobs";

export type Lane = "import" | "run" | "predict" | "export";

/** Jobs of one lane wait for each other; the worker decides how many of a lane run at once. */
export const jobLanes: Record<JobKind, Lane> = {
  "scene.import": "import",
  "project.demonstrate": "import",
  "run.fit": "run",
  "prediction.predict": "predict",
  "dataset.export": "export",
  "tiles.export": "export",
  "truth.read": "import",
  "truth.apply": "import",
  "opinions.weigh": "import",
};
