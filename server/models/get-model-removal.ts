import type { Removal } from "@/lib/contracts/removals";
import { getDb } from "../db/client";
import { describeRemoval } from "../removals/describe-removal";
import { measurePath } from "../removals/measure-path";
import { requireUnusedModel } from "../runs/require-unused-model";
import { runFiles } from "../runs/run-folder";
import { getModelRow } from "./queries";

/** What deleting a model would free. @throws AppError `not_found`. */
export async function getModelRemoval(modelId: string): Promise<Removal> {
  const row = await getModelRow(getDb(), modelId);
  const bytes = await measurePath(runFiles.model(row.run_id));
  return describeRemoval(row, [{ kind: "model", bytes }], () => requireUnusedModel(getDb(), row));
}
