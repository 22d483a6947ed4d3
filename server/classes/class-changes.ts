import { z } from "zod";
import { classIdSchema } from "@/lib/contracts/common";
import { type Class, classKeySchema } from "@/lib/contracts/projects";
import type { Queryable } from "../db/client";

/** How the classes of a change were before it, to be restored with its labels. */
export const classesBeforeSchema = z.object({
  /** The class that a merge archived. */
  from: z
    .object({ archived: z.boolean(), key: classKeySchema, mergedIntoId: classIdSchema.nullable() })
    .nullable(),
  /** Classes that a merge moved below the other class. */
  childIds: z.array(classIdSchema),
  /** A split made its class, or brought it back. */
  intoIsNew: z.boolean(),
});
export type ClassesBefore = z.infer<typeof classesBeforeSchema>;

export interface NewClassChange {
  actId: string;
  projectId: string;
  kind: "merge" | "split";
  from: Class | null;
  intoClassId: string;
  before: ClassesBefore;
  authorId: string;
}

/** Writes a change down before its labels move: they can be brought back even if it is cut short. */
export async function insertClassChange(db: Queryable, change: NewClassChange): Promise<void> {
  await db
    .insertInto("class_change")
    .values({
      act_id: change.actId,
      project_id: change.projectId,
      kind: change.kind,
      from_class_id: change.from?.id ?? null,
      into_class_id: change.intoClassId,
      before_json: JSON.stringify(change.before),
      author_id: change.authorId,
      at_ms: Date.now(),
      reverted_by: null,
      reverted_at_ms: null,
    })
    .execute();
}
