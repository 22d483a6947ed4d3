import { findStandIns, findTaker } from "@/lib/class-tree";
import type { Prediction } from "@/lib/contracts/predictions";
import type { Class } from "@/lib/contracts/projects";

type Counted = Prediction["classes"][number];

/** The classes of a prediction as they are now: one that was merged is the one that took over. */
export function asMergedClasses(
  predicted: readonly Counted[],
  classes: readonly Class[],
): Counted[] {
  const merged = new Map<string, Counted>();
  for (const one of predicted) {
    const taker = findTaker(classes, one.id);
    const known = merged.get(taker?.id ?? one.id);
    if (known) known.count += one.count;
    else if (!taker || taker.id === one.id) merged.set(one.id, { ...one });
    else {
      const { id, index, name, colour } = taker;
      merged.set(id, { id, index, name, colour, count: one.count });
    }
  }
  return [...merged.values()];
}

/** A plane of class bytes (index + 1) with merged classes as those that took over. */
export function asMergedPlane(plane: Uint8Array, classes: readonly Class[]): Uint8Array {
  if (classes.every((one) => one.mergedIntoId === undefined)) return plane;
  const byteOf = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const one of classes) {
    byteOf[one.index + 1] = (findTaker(classes, one.id)?.index ?? one.index) + 1;
  }
  return plane.map((byte) => byteOf[byte] as number);
}

/**
 * What the byte of a label counts for where a model tells only some classes apart: the class of the
 * model above it. Labels that count for none of them stay what they are.
 */
export function labelsAsPredicted(
  predicted: readonly { id: string }[],
  classes: readonly Class[],
): Uint8Array {
  const standIns = findStandIns(classes, new Set(predicted.map((one) => one.id)));
  const byteOf = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const one of classes) {
    const standIn = classes.find((other) => other.id === standIns.get(one.id));
    if (standIn) byteOf[one.index + 1] = standIn.index + 1;
  }
  return byteOf;
}
