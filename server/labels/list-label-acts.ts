import type { z } from "zod";
import type { Me } from "@/lib/contracts/auth";
import {
  type LabelAct,
  type listLabelActsInputSchema,
  maxEditsPerBatch,
} from "@/lib/contracts/labels";
import { getDb } from "../db/client";
import { maySeeAnswers } from "../opinions/may-see-answers";
import { getOpinionSetting } from "../opinions/queries";
import { getLabelGrid } from "./queries";

type Asked = z.infer<typeof listLabelActsInputSchema>;

const batchesPerRead = 500;

/**
 * Acts on the labels of a scene that changed something, the latest first. Where several opinions are
 * asked for, acts tell what others answered: who may not see that is told of their own only.
 */
export async function listLabelActs(
  input: Asked,
  me: Pick<Me, "id" | "permissions">,
): Promise<LabelAct[]> {
  const grid = await getLabelGrid(getDb(), input.sceneId);
  const isBlind = (await getOpinionSetting(getDb(), grid.projectId)).opinions > 1;
  const onlyBy = isBlind && !maySeeAnswers(me) ? me.id : null;
  const rows = await getDb()
    .selectFrom("label_batch")
    .leftJoin("user", "user.id", "label_batch.author_id")
    .select((from) => [
      "label_batch.act_id",
      "label_batch.author_id",
      "user.name as author_name",
      from.fn.min("label_batch.act").as("act"),
      from.fn.max("label_batch.at_ms").as("at_ms"),
      from.fn.sum<number>("label_batch.changed_count").as("tile_count"),
      from.fn.min("label_batch.first_event_id").as("first_event_id"),
    ])
    .where("label_batch.act_id", "in", await listLatestActIds(input, onlyBy))
    .where("label_batch.scene_id", "=", input.sceneId)
    .where("label_batch.changed_count", ">", 0)
    .groupBy(["label_batch.act_id", "label_batch.author_id", "user.name"])
    .having((from) => from.fn.sum("label_batch.changed_count"), ">=", input.minTiles)
    .orderBy("at_ms", "desc")
    .limit(input.limit)
    .execute();
  const classes = await readFirstClasses(rows.map((row) => row.first_event_id));
  const reverted = await readReverted(rows.map((row) => row.act_id));
  return rows.map((row) => ({
    actId: row.act_id ?? "",
    act: row.act,
    author: { id: row.author_id, name: row.author_name ?? row.author_id },
    atMs: row.at_ms,
    tileCount: Number(row.tile_count),
    classId: classes.get(row.first_event_id ?? 0) ?? null,
    revertedBy: reverted.get(row.act_id ?? "") ?? null,
  }));
}

/**
 * The acts of the latest batches, read along the index by time until there are enough: summing up
 * all 200,000 acts of a scene to show the last twenty took 175 ms.
 */
async function listLatestActIds(
  { sceneId, minTiles, beforeMs, limit }: Asked,
  onlyBy: string | null,
): Promise<string[]> {
  const found = new Set<string>();
  for (let offset = 0; found.size < limit; offset += batchesPerRead) {
    let query = getDb()
      .selectFrom("label_batch")
      .select("act_id")
      .where("scene_id", "=", sceneId)
      // A larger act is made of full batches, but for labels from files, which come in small pieces.
      .where((where) =>
        where.or([
          where("changed_count", ">=", Math.min(minTiles, maxEditsPerBatch)),
          where.and([where("act", "=", "import"), where("changed_count", ">", 0)]),
        ]),
      )
      .orderBy("at_ms", "desc")
      .limit(batchesPerRead)
      .offset(offset);
    if (onlyBy !== null) query = query.where("author_id", "=", onlyBy);
    if (beforeMs !== undefined) query = query.where("at_ms", "<", beforeMs);
    const rows = await query.execute();
    for (const row of rows) found.add(row.act_id ?? "");
    if (rows.length < batchesPerRead) break;
  }
  return [...found];
}

async function readFirstClasses(
  eventIds: readonly (number | null)[],
): Promise<Map<number, string | null>> {
  const rows = await getDb()
    .selectFrom("label_event")
    .select(["id", "to_class_id"])
    .where(
      "id",
      "in",
      eventIds.filter((id) => id !== null),
    )
    .execute();
  return new Map(rows.map((row) => [row.id, row.to_class_id]));
}

/** Who took which act back last. */
async function readReverted(
  actIds: readonly (string | null)[],
): Promise<Map<string, { id: string; name: string }>> {
  const rows = await getDb()
    .selectFrom("label_batch")
    .leftJoin("user", "user.id", "label_batch.author_id")
    .select(["label_batch.reverts_act_id", "label_batch.author_id", "user.name"])
    .where(
      "label_batch.reverts_act_id",
      "in",
      actIds.filter((id) => id !== null),
    )
    .orderBy("label_batch.at_ms")
    .execute();
  return new Map(
    rows.map((row) => [
      row.reverts_act_id ?? "",
      { id: row.author_id, name: row.name ?? row.author_id },
    ]),
  );
}
