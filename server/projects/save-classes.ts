import type { Selectable } from "kysely";
import type { z } from "zod";
import { inTreeOrder } from "@/lib/class-tree";
import { type classInputSchema, findClassListIssues, maxClasses } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { newId } from "@/lib/new-id";
import type { Queryable } from "../db/client";
import type { ClassTable } from "../db/schema";

type ClassInput = z.output<typeof classInputSchema>;
type ClassRow = Selectable<ClassTable>;

/**
 * Makes the classes of a project be exactly this list, in this order, each below its parent. Call it
 * in a transaction.
 *
 * A class keeps its index for ever, and a new one gets an index that no class ever had: planes,
 * datasets and predictions name classes by it.
 *
 * @returns Ids in the order of the list.
 * @throws AppError `invalid_input` for an unknown id or a tree that cannot be; `conflict` when a class that is left out
 *   carries labels, or when the indexes are used up.
 */
export async function saveClasses(
  db: Queryable,
  projectId: string,
  classes: ClassInput[],
): Promise<string[]> {
  const present = await db
    .selectFrom("class")
    .selectAll()
    .where("project_id", "=", projectId)
    .execute();
  requireKnown(classes, present);
  const kept = new Set(classes.map((one) => one.id));
  await removeClasses(
    db,
    present.filter((row) => !kept.has(row.id)),
  );
  let nextIndex = await findNextIndex(db, projectId, present);
  const placed = placeInTree(classes, present);
  for (const { one, parentId, position, id } of placed) {
    const values = {
      name: one.name,
      colour: one.colour.toLowerCase(),
      key: one.key,
      archived: one.archived ? 1 : 0,
      parent_id: parentId,
      // Whoever uses a class again has undone its merge.
      ...(one.archived ? {} : { merged_into_id: null }),
      position,
    };
    if (one.id !== undefined) {
      await db.updateTable("class").set(values).where("id", "=", id).execute();
      continue;
    }
    requireIndex(nextIndex);
    await db
      .insertInto("class")
      .values({ ...values, id, project_id: projectId, class_index: nextIndex })
      .execute();
    nextIndex += 1;
  }
  await db
    .updateTable("project")
    .set({ next_class_index: nextIndex, updated_at_ms: Date.now() })
    .where("id", "=", projectId)
    .execute();
  return placed.map(({ id }) => id);
}

/** The list as given, each class with its id, its parent's, and its place when read as a tree. */
function placeInTree(classes: ClassInput[], present: ClassRow[]) {
  const withIds = classes.map((one) => ({ one, id: one.id ?? newId("class") }));
  const nameOf = new Map(withIds.map(({ one, id }) => [id, one.name]));
  const idOf = new Map(withIds.map(({ one, id }) => [one.name.toLowerCase(), id]));
  const parentIdOf = new Map(present.map((row) => [row.id, row.parent_id]));
  const list = withIds.map(({ one, id }) => ({
    ...{ name: one.name, key: one.key },
    parent: one.parent === undefined ? nameOf.get(parentIdOf.get(id) ?? "") : one.parent,
  }));
  const [issue] = findClassListIssues(list);
  if (issue) {
    throw new AppError("invalid_input", issue.sentence).at(`classes.${issue.path.join(".")}`);
  }
  const withParents = withIds.map(({ one, id }, row) => {
    const parentId = idOf.get(list[row]?.parent?.toLowerCase() ?? "");
    return { one, id, ...(parentId === undefined ? {} : { parentId }) };
  });
  const positions = new Map(inTreeOrder(withParents).map((row, place) => [row.one.id, place]));
  return withParents.map((row) => ({
    ...row,
    parentId: row.parentId ?? null,
    position: positions.get(row.id) ?? 0,
  }));
}

function requireKnown(classes: ClassInput[], present: ClassRow[]): void {
  const ids = new Set(present.map((row) => row.id));
  const seen = new Set<string>();
  for (const [position, { id, name }] of classes.entries()) {
    if (id === undefined) continue;
    if (!ids.has(id)) {
      throw new AppError(
        "invalid_input",
        sentence("server.projects.classOfOther", { name, id }),
      ).at(`classes.${position}.id`);
    }
    if (seen.has(id)) {
      throw new AppError("invalid_input", sentence("server.projects.classTwice", { name, id })).at(
        `classes.${position}.id`,
      );
    }
    seen.add(id);
  }
}

async function removeClasses(db: Queryable, rows: ClassRow[]): Promise<void> {
  for (const row of rows) {
    let count = 0;
    for (const table of ["label", "opinion", "tile_review"] as const) {
      const found = await db
        .selectFrom(table)
        .select((select) => select.fn.countAll<number>().as("count"))
        .where("class_id", "=", row.id)
        .executeTakeFirstOrThrow();
      count += Number(found.count);
    }
    if (count > 0) {
      throw new AppError(
        "conflict",
        sentence("server.projects.classInUse", { count, name: row.name }),
      ).at("classes");
    }
    await db.deleteFrom("class").where("id", "=", row.id).execute();
  }
}

async function findNextIndex(
  db: Queryable,
  projectId: string,
  present: ClassRow[],
): Promise<number> {
  const project = await db
    .selectFrom("project")
    .select("next_class_index")
    .where("id", "=", projectId)
    .executeTakeFirstOrThrow();
  return Math.max(project.next_class_index, ...present.map((row) => row.class_index + 1));
}

function requireIndex(index: number): void {
  if (index < maxClasses) return;
  throw new AppError("conflict", sentence("server.projects.noRoomForClass", { maxClasses })).at(
    "classes",
  );
}
