import path from "node:path";
import type { Removal } from "@/lib/contracts/removals";
import { getDb, type Queryable } from "../db/client";
import { homeFolders } from "../env";
import { describeRemoval } from "../removals/describe-removal";
import { measurePath } from "../removals/measure-path";
import { getDataset } from "./queries";
import { requireUnusedDataset } from "./require-unused-dataset";

/** What deleting a dataset would free. @throws AppError `not_found`. */
export async function getDatasetRemoval(datasetId: string): Promise<Removal> {
  const dataset = await getDataset(datasetId);
  const packs = await listOwnPacks(getDb(), dataset);
  const packBytes = await Promise.all(packs.map(measurePath));
  const parts = [
    { kind: "tiles" as const, bytes: await measurePath(homeFolders.dataset(datasetId)) },
    { kind: "pack" as const, bytes: packBytes.reduce((sum, bytes) => sum + bytes, 0) },
  ];
  return describeRemoval(dataset, parts, () => requireUnusedDataset(getDb(), dataset));
}

/** Decoded tiles that no other dataset has, with the lock beside them. */
export async function listOwnPacks(
  db: Queryable,
  { id, contentHash }: { id: string; contentHash: string },
): Promise<string[]> {
  const other = await db
    .selectFrom("dataset")
    .select("id")
    .where("content_hash", "=", contentHash)
    .where("id", "!=", id)
    .executeTakeFirst();
  if (other) return [];
  return [contentHash, `${contentHash}.lock`].map((name) => path.join(homeFolders.packs(), name));
}
