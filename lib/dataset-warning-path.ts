import type { DatasetPlan, DatasetPreview } from "./contracts/datasets";

type Warning = Pick<DatasetPreview["warnings"][number], "code" | "classId">;

/** The choice of a dataset plan that a warning is about. */
export function datasetWarningPath({ code, classId }: Warning): keyof DatasetPlan {
  if (code === "mixed_tile_sizes" || code === "mixed_dtypes") return "sceneIds";
  if (code === "neighbours_across_splits") return "split";
  if (code === "unsettled") return "unsettled";
  return classId === null ? "split" : "classIds";
}
