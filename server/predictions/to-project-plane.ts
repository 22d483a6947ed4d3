import type { Model } from "@/lib/contracts/models";
import { getDb } from "../db/client";

export interface PlaneClass {
  id: string;
  /** Index in the project; the plane holds index + 1. */
  index: number;
  name: string;
  colour: string;
}

/**
 * Turns positions in a model's class list into indices of the project's classes, which are what
 * labels use. Names and colours are those of today.
 *
 * @param positions Position + 1 per tile; 0 where there is none.
 */
export async function toProjectPlane(
  positions: Uint8Array,
  model: Pick<Model, "projectId" | "classes">,
): Promise<{ plane: Uint8Array; classes: PlaneClass[] }> {
  const rows = await getDb()
    .selectFrom("class")
    .select(["id", "class_index", "name", "colour"])
    .where("project_id", "=", model.projectId)
    .execute();
  const present = new Map(rows.map((row) => [row.id, row]));
  const classes = model.classes.flatMap((one) => {
    const row = present.get(one.id);
    return row ? [{ id: row.id, index: row.class_index, name: row.name, colour: row.colour }] : [];
  });
  const byteOf = new Uint8Array(256);
  model.classes.forEach((one, position) => {
    const row = present.get(one.id);
    byteOf[position + 1] = row ? row.class_index + 1 : 0;
  });
  return { plane: positions.map((position) => byteOf[position] as number), classes };
}
