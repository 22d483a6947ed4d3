import { findTaker } from "@/lib/class-tree";
import type { Model } from "@/lib/contracts/models";
import { listClasses } from "../projects/queries";

export interface PlaneClass {
  id: string;
  /** Index in the project; the plane holds index + 1. */
  index: number;
  name: string;
  colour: string;
}

/**
 * Turns positions in a model's class list into indices of the project's classes, which are what
 * labels use. Names and colours are those of today; a class that was merged since is the one that
 * took over.
 *
 * @param positions Position + 1 per tile; 0 where there is none.
 */
export async function toProjectPlane(
  positions: Uint8Array,
  model: Pick<Model, "projectId" | "classes">,
): Promise<{ plane: Uint8Array; classes: PlaneClass[] }> {
  const present = await listClasses(model.projectId);
  const classes = new Map<string, PlaneClass>();
  const byteOf = new Uint8Array(256);
  model.classes.forEach((one, position) => {
    const taker = findTaker(present, one.id);
    if (!taker) return;
    const { id, index, name, colour } = taker;
    byteOf[position + 1] = index + 1;
    classes.set(id, { id, index, name, colour });
  });
  return {
    plane: positions.map((position) => byteOf[position] as number),
    classes: [...classes.values()],
  };
}
