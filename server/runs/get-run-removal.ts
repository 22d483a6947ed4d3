import path from "node:path";
import type { Removal } from "@/lib/contracts/removals";
import { getDb } from "../db/client";
import { homeFolders } from "../env";
import { describeRemoval } from "../removals/describe-removal";
import { measurePath } from "../removals/measure-path";
import { getRunRow } from "./queries";
import { findModelOfRun, requireDeletableRun } from "./require-deletable-run";
import { runFiles } from "./run-folder";

/** What deleting a run would free. @throws AppError `not_found`. */
export async function getRunRemoval(runId: string): Promise<Removal> {
  const row = await getRunRow(getDb(), runId);
  const model = await findModelOfRun(getDb(), runId);
  const [all, checkpoints, modelBytes] = await Promise.all(
    [
      homeFolders.run(runId),
      path.dirname(runFiles.lastCheckpoint(runId)),
      runFiles.model(runId),
    ].map(measurePath),
  );
  const parts = [
    { kind: "checkpoints" as const, bytes: checkpoints ?? 0 },
    { kind: "model" as const, bytes: modelBytes ?? 0 },
    // A run that is being trained may grow between the looks.
    {
      kind: "records" as const,
      bytes: Math.max(0, (all ?? 0) - (checkpoints ?? 0) - (modelBytes ?? 0)),
    },
  ];
  const named = { name: row.name, modelName: model?.name ?? null };
  return describeRemoval(named, parts, () => requireDeletableRun(getDb(), row));
}
