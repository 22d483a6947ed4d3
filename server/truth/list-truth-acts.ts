import type { TruthAct } from "@/lib/contracts/truth";
import { getDb } from "../db/client";
import { applyTruthPayloadSchema } from "./apply-truth";

const maxActs = 50;

/** What was labelled from files in a scene, the latest first. */
export async function listTruthActs(sceneId: string): Promise<TruthAct[]> {
  const jobs = await getDb()
    .selectFrom("job")
    .select("payload_json")
    .where("kind", "=", "truth.apply")
    .where("subject_id", "=", sceneId)
    .where("status", "=", "finished")
    .orderBy("created_at_ms", "desc")
    .limit(maxActs)
    .execute();
  const fileNames = new Map(
    jobs.map((job) => {
      const { actId, fileName } = applyTruthPayloadSchema.parse(JSON.parse(job.payload_json));
      return [actId, fileName];
    }),
  );
  const rows = await getDb()
    .selectFrom("label_batch")
    .leftJoin("user", "user.id", "label_batch.author_id")
    .select((from) => [
      "label_batch.act_id",
      "author_id",
      "user.name",
      from.fn.max("at_ms").as("at_ms"),
      from.fn.sum<number>("changed_count").as("changed_count"),
    ])
    .where("label_batch.act_id", "in", [...fileNames.keys()])
    .groupBy(["label_batch.act_id", "author_id", "user.name"])
    .orderBy("at_ms", "desc")
    .execute();
  const reverted = await listReverted([...fileNames.keys()]);
  return rows.map((row) => ({
    actId: row.act_id ?? "",
    fileName: fileNames.get(row.act_id ?? "") ?? "",
    author: { id: row.author_id, name: row.name ?? row.author_id },
    atMs: row.at_ms,
    changedCount: Number(row.changed_count),
    reverted: reverted.has(row.act_id),
  }));
}

async function listReverted(actIds: string[]): Promise<Set<string | null>> {
  const rows = await getDb()
    .selectFrom("label_batch")
    .select("reverts_act_id")
    .where("reverts_act_id", "in", actIds)
    .execute();
  return new Set(rows.map((row) => row.reverts_act_id));
}
