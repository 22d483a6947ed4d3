import { randomUUID } from "node:crypto";
import { branchOf } from "@/lib/class-tree";
import type { ClassChangeResult, MergeClassesInput } from "@/lib/contracts/classes";
import { maxEditsPerBatch } from "@/lib/contracts/labels";
import { type Class, findClassListIssues } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { moveAnswers } from "../db/class-change-statements";
import { inTransaction } from "../db/client";
import { letOthersWrite } from "../labels/let-others-write";
import { publishProject } from "../projects/publish-project";
import { getProjectRow, listClasses } from "../projects/queries";
import { insertClassChange } from "./class-changes";
import { moveLabels } from "./move-labels";
import { countByScene, getClassOf, requireTaker } from "./queries";

interface Merge {
  projectId: string;
  from: Class;
  into: Class;
  /** Classes below `from`, which go below `into`. */
  children: Class[];
}

/**
 * Gives all labels of one class to another and archives it. In every scene this is one act, which
 * its history shows, and all of it can be reverted; frozen datasets keep their own list of classes.
 * Doing it again goes on where it was interrupted. With `preview` nothing changes.
 *
 * @throws AppError `not_found`; `invalid_input` for the same class twice, a class of another project,
 *   an archived class to merge into, or one below the class that is merged.
 */
export async function mergeClasses(
  input: MergeClassesInput,
  author: { id: string },
): Promise<ClassChangeResult> {
  const merge = await checkMerge(input);
  const { projectId, from, into } = merge;
  const scenes = await countByScene(projectId, from.id);
  const actId = input.preview ? null : randomUUID();
  if (actId !== null) {
    // Archived first: from here on nobody gives it to another tile.
    await archive(merge, actId, author.id);
    for (const { sceneId } of scenes) {
      const act = { actId, act: "merge", authorId: author.id, intoClassId: into.id } as const;
      while ((await moveAll(sceneId, from.id, act)) > 0) await letOthersWrite();
    }
    await inTransaction((trx) => publishProject(trx, projectId));
  }
  return {
    actId,
    fromClassId: from.id,
    intoClassId: into.id,
    tileCount: scenes.reduce((sum, scene) => sum + scene.tileCount, 0),
    stayCount: 0,
    scenes,
    applied: !input.preview,
  };
}

async function checkMerge(input: MergeClassesInput): Promise<Merge> {
  await getProjectRow(input.projectId);
  const classes = await listClasses(input.projectId);
  const from = getClassOf(classes, input.fromClassId, "fromClassId");
  const into = getClassOf(classes, input.intoClassId, "intoClassId");
  requireTaker(from, into, "intoClassId");
  if (branchOf(classes, from.id).has(into.id)) {
    throw new AppError(
      "invalid_input",
      sentence("server.classes.below", { from: from.name, into: into.name }),
    ).at("intoClassId");
  }
  const nameOf = new Map(classes.map((one) => [one.id, one.name]));
  const after = classes.map(({ name, parentId }) => ({
    name,
    parent: nameOf.get(parentId === from.id ? into.id : (parentId ?? "")),
  }));
  const [issue] = findClassListIssues(after);
  if (issue) throw new AppError("invalid_input", issue.sentence).at("intoClassId");
  const children = classes.filter((one) => one.parentId === from.id);
  return { projectId: input.projectId, from, into, children };
}

async function archive(
  { projectId, from, into, children }: Merge,
  actId: string,
  authorId: string,
): Promise<void> {
  const childIds = children.map((one) => one.id);
  const { archived, key, mergedIntoId = null } = from;
  await inTransaction(async (trx) => {
    const before = { from: { archived, key, mergedIntoId }, childIds, intoIsNew: false };
    const change = { kind: "merge", from, intoClassId: into.id, before, authorId } as const;
    await insertClassChange(trx, { ...change, actId, projectId });
    await trx
      .updateTable("class")
      .set({ archived: 1, merged_into_id: into.id, key: null })
      .where("id", "=", from.id)
      .execute();
    await moveAnswers(trx, { actId, fromClassId: from.id, intoClassId: into.id });
    await trx
      .updateTable("class")
      .set({ parent_id: into.id })
      .where("parent_id", "=", from.id)
      .where("project_id", "=", projectId)
      .execute();
  });
}

function moveAll(
  sceneId: string,
  fromClassId: string,
  act: { actId: string; act: "merge"; authorId: string; intoClassId: string },
): Promise<number> {
  return moveLabels({ ...act, sceneId }, async (trx) => {
    const rows = await trx
      .selectFrom("label")
      .select("tile_index")
      .where("scene_id", "=", sceneId)
      .where("class_id", "=", fromClassId)
      .orderBy("tile_index")
      .limit(maxEditsPerBatch)
      .execute();
    return rows.map((row) => [row.tile_index, fromClassId] as const);
  });
}
