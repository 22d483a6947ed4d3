import { datasetIdSchema } from "@/lib/contracts/common";
import type { Job } from "@/lib/contracts/jobs";

/** Where to look at what a job made or works on; null when there is nothing to see. */
export function jobLink(job: Job): string | null {
  if (!job.projectId) return null;
  const base = `/projects/${job.projectId}`;
  switch (job.kind) {
    case "scene.import":
      return job.status === "finished" && job.subjectId
        ? `${base}/label?scene=${job.subjectId}`
        : base;
    case "run.fit":
      return job.subjectId ? `${base}/runs/${job.subjectId}` : `${base}/runs`;
    case "prediction.predict":
      return job.subjectId ? `${base}/label?prediction=${job.subjectId}` : `${base}/models`;
    case "tiles.export":
      // What is exported belongs to a scene or to a dataset; its id says which.
      if (datasetIdSchema.safeParse(job.subjectId).success) {
        return `${base}/datasets/${job.subjectId}`;
      }
      return job.subjectId ? `${base}/label?scene=${job.subjectId}` : base;
    case "truth.read":
    case "truth.apply":
      return job.subjectId ? `${base}/label?scene=${job.subjectId}` : base;
    case "opinions.weigh":
      return `${base}/review`;
    case "dataset.export":
      return `${base}/datasets`;
    case "project.demonstrate":
      return base;
  }
}

export function isActiveJob(job: Job): boolean {
  return job.status === "queued" || job.status === "running";
}
