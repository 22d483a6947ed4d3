import type { Me } from "@/lib/contracts/auth";
import { findEventKind, type LabelEvent } from "@/lib/contracts/labels";
import { tileIndex } from "@/lib/geo/grid";
import { getDb } from "../db/client";
import { maySeeAnswers } from "../opinions/may-see-answers";
import { isUnsettled } from "../opinions/queries";
import { getLabelGrid } from "./queries";

/**
 * Everything that was done to one tile, the latest first. While its answers are not settled, who may
 * not see those of others is told of their own only.
 */
export async function listLabelHistory(
  input: { sceneId: string; row: number; col: number },
  me: Pick<Me, "id" | "permissions">,
): Promise<LabelEvent[]> {
  const grid = await getLabelGrid(getDb(), input.sceneId);
  if (input.row >= grid.gridRows || input.col >= grid.gridCols) return [];
  const tile = tileIndex(input, grid.gridCols);
  const onlyBy =
    !maySeeAnswers(me) && (await isUnsettled(getDb(), input.sceneId, tile)) ? me.id : null;
  const rows = await getDb()
    .selectFrom("label_event")
    .innerJoin("label_batch", "label_batch.id", "label_event.batch_id")
    .leftJoin("user", "user.id", "label_batch.author_id")
    .leftJoin("user as answerer", "answerer.id", "label_event.answer_of")
    .select([
      "label_event.kind",
      "label_event.answer_of",
      "answerer.name as answerer_name",
      "label_batch.at_ms",
      "label_batch.author_id",
      "label_batch.act",
      "label_batch.act_id",
      "user.name as author_name",
      "label_event.batch_id",
      "label_event.from_class_id",
      "label_event.to_class_id",
      (from) =>
        from
          .selectFrom("label_batch as part")
          .whereRef("part.act_id", "=", "label_batch.act_id")
          .select((part) => part.fn.sum<number>("part.changed_count").as("tile_count"))
          .as("act_tile_count"),
    ])
    .where("label_event.scene_id", "=", input.sceneId)
    .where("label_event.tile_index", "=", tile)
    .$if(onlyBy !== null, (query) =>
      query
        .where((from) => from.fn.coalesce("answer_of", "label_batch.author_id"), "=", onlyBy)
        .where((from) => from.or([from("kind", "is", null), from("kind", "=", "opinion")])),
    )
    .orderBy("label_event.id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    atMs: row.at_ms,
    author: { id: row.author_id, name: row.author_name ?? row.author_id },
    fromClassId: row.from_class_id,
    toClassId: row.to_class_id,
    act: row.act,
    kind: findEventKind(row.kind),
    answerOf:
      row.answer_of === null
        ? null
        : { id: row.answer_of, name: row.answerer_name ?? row.answer_of },
    batchId: row.batch_id,
    actId: row.act_id ?? row.batch_id,
    actTileCount: Number(row.act_tile_count ?? 1),
  }));
}
