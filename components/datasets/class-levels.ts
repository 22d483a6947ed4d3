import { activeTree } from "@/lib/class-tree";
import type { Class } from "@/lib/contracts/projects";

/** How many levels the classes that can be given have. */
export function levelsOf(classes: readonly Class[]): number {
  return 1 + Math.max(0, ...activeTree(classes).map((row) => row.level));
}

/** The classes that stand for all at a level: those of it, and those above with nothing below. */
export function classesOfLevel(classes: readonly Class[], level: number): string[] {
  return activeTree(classes)
    .filter((row) => row.level === level || (row.level < level && row.childCount === 0))
    .map((row) => row.one.id);
}
