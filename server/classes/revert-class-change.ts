import type { Selectable } from "kysely";
import { branchOf } from "@/lib/class-tree";
import type { Me } from "@/lib/contracts/auth";
import type { ClassRevert } from "@/lib/contracts/classes";
import type { Person } from "@/lib/contracts/common";
import { type Class, findClassListIssues } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { requireMayRevert } from "../auth/permissions";
import { returnAnswers } from "../db/class-change-statements";
import { getDb, inTransaction, type Queryable } from "../db/client";
import type { ClassChangeTable } from "../db/schema";
import { revertLabelAct } from "../labels/revert-label-act";
import { publishProject } from "../projects/publish-project";
import { listClasses } from "../projects/queries";
import { type ClassesBefore, classesBeforeSchema } from "./class-changes";

/**
 * Takes a merge or a split back in all scenes: its tiles get their earlier labels, a merged class
 * can be given again with its key and the classes below it, and a class that a split made is
 * archived if no tile is left with it. Tiles that were labelled anew since stay as they are.
 * Doing it again finds nothing left to do.
 *
 * @throws AppError `not_found`; `forbidden` to others than its author and administrators.
 */
export async function revertClassChange(
  { projectId, actId }: { projectId: string; actId: string },
  me: Me,
): Promise<ClassRevert> {
  const change = await getChange(projectId, actId);
  requireMayRevert(me, change.author_id);
  const before = classesBeforeSchema.parse(JSON.parse(change.before_json));
  if (change.reverted_at_ms === null) {
    // The class first: tiles that come back then never have a class that is still archived.
    await inTransaction(async (trx) => {
      await restoreMerged(trx, change, before);
      await returnAnswers(trx, { actId, intoClassId: change.into_class_id });
    });
  }
  const total = { revertedCount: 0, keptCount: 0 };
  const keptBy = new Map<string, Person>();
  for (const sceneId of await listScenes(actId)) {
    const { revertedCount, keptCount, kept } = await revertLabelAct({ sceneId, actId }, me);
    total.revertedCount += revertedCount;
    total.keptCount += keptCount;
    for (const { author } of kept) keptBy.set(author.id, author);
  }
  await inTransaction(async (trx) => {
    if (before.intoIsNew) await archiveIfUnused(trx, change.into_class_id);
    await trx
      .updateTable("class_change")
      .set({ reverted_by: me.id, reverted_at_ms: Date.now() })
      .where("act_id", "=", actId)
      .where("reverted_at_ms", "is", null)
      .execute();
    await publishProject(trx, projectId);
  });
  return { ...total, keptBy: [...keptBy.values()] };
}

async function getChange(projectId: string, actId: string): Promise<Selectable<ClassChangeTable>> {
  const change = await getDb()
    .selectFrom("class_change")
    .selectAll()
    .where("act_id", "=", actId)
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  if (change) return change;
  throw new AppError("not_found", sentence("server.classes.changeMissing"));
}

async function listScenes(actId: string): Promise<string[]> {
  const rows = await getDb()
    .selectFrom("label_batch")
    .select("scene_id")
    .distinct()
    .where("act_id", "=", actId)
    .where("first_event_id", "is not", null)
    .execute();
  return rows.map((row) => row.scene_id);
}

async function restoreMerged(
  trx: Queryable,
  change: Selectable<ClassChangeTable>,
  { from, childIds }: ClassesBefore,
): Promise<void> {
  const classes = await listClasses(change.project_id);
  const merged = classes.find((one) => one.id === change.from_class_id);
  // Somebody brought the class back, or merged it elsewhere: theirs stays.
  if (from === null || merged?.mergedIntoId !== change.into_class_id) return;
  const isKeyFree = classes.every((one) => one.key === null || one.key !== from.key);
  await trx
    .updateTable("class")
    .set({
      archived: from.archived ? 1 : 0,
      key: isKeyFree ? from.key : null,
      merged_into_id: from.mergedIntoId,
    })
    .where("id", "=", merged.id)
    .execute();
  const back = findChildrenThatFit(classes, merged, change.into_class_id, childIds);
  if (back.length === 0) return;
  await trx.updateTable("class").set({ parent_id: merged.id }).where("id", "in", back).execute();
}

/** The classes that the merge moved, unless somebody has put them elsewhere or the tree has changed. */
function findChildrenThatFit(
  classes: readonly Class[],
  merged: Class,
  intoId: string,
  childIds: readonly string[],
): string[] {
  const back = classes.filter(
    ({ id, parentId }) =>
      childIds.includes(id) && parentId === intoId && !branchOf(classes, id).has(merged.id),
  );
  const nameOf = new Map(classes.map((one) => [one.id, one.name]));
  const after = classes.map((one) => ({
    name: one.name,
    parent: nameOf.get(back.includes(one) ? merged.id : (one.parentId ?? "")),
  }));
  return findClassListIssues(after).length > 0 ? [] : back.map((one) => one.id);
}

async function archiveIfUnused(trx: Queryable, classId: string): Promise<void> {
  const used = await trx
    .selectFrom("label_count")
    .select("count")
    .where("class_id", "=", classId)
    .where("count", ">", 0)
    .executeTakeFirst();
  if (used) return;
  const below = await trx
    .selectFrom("class")
    .select("id")
    .where("parent_id", "=", classId)
    .executeTakeFirst();
  if (below) return;
  await trx
    .updateTable("class")
    .set({ archived: 1, key: null })
    .where("id", "=", classId)
    .execute();
}
