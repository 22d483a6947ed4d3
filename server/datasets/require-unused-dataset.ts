import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import type { Queryable } from "../db/client";

/** @throws AppError `conflict` naming the newest run that was trained on it, or its export. */
export async function requireUnusedDataset(
  db: Queryable,
  dataset: { id: string; name: string },
): Promise<void> {
  const runs = await db
    .selectFrom("run")
    .select("name")
    .where("dataset_id", "=", dataset.id)
    .orderBy("created_at_ms", "desc")
    .orderBy("id", "desc")
    .execute();
  const { name } = dataset;
  if (runs[0]) {
    const values = { name, run: runs[0].name, more: runs.length - 1 };
    throw new AppError("conflict", sentence("server.removals.datasetOfRuns", values));
  }
  const exporting = await db
    .selectFrom("job")
    .select("id")
    .where("kind", "=", "dataset.export")
    .where("subject_id", "=", dataset.id)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
  if (exporting) {
    throw new AppError("conflict", sentence("server.removals.datasetExported", { name }));
  }
}
