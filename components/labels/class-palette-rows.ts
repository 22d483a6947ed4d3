import { activeTree, ancestorsOf, rollUp, type TreeRow } from "@/lib/class-tree";
import type { Class } from "@/lib/contracts/projects";

export interface PaletteClass extends TreeRow<Class> {
  /** Tiles with this class. */
  count: number;
  /** With all below it. */
  sum: number;
  isFolded: boolean;
}

/** So many classes fit on a small screen; beyond, the palette is searched. */
export const manyClasses = 14;

/**
 * The classes as the palette shows them: each below its parent, without those below a folded one.
 * While something is searched for, what fits is shown with all above it, folded or not.
 *
 * @param counts Tiles by plane byte.
 */
export function listPaletteClasses(
  all: readonly Class[],
  counts: ArrayLike<number>,
  folded: readonly string[],
  search: string,
): PaletteClass[] {
  const countOf = new Map(all.map((one) => [one.id, counts[one.index + 1] ?? 0]));
  const sums = rollUp(all, (classId) => countOf.get(classId) ?? 0);
  const wanted = search.trim();
  const shown = new Set(
    wanted === ""
      ? []
      : all
          .filter((one) => fitsSearch(one, wanted))
          .flatMap((one) => [one, ...ancestorsOf(all, one.id)])
          .map((one) => one.id),
  );
  let foldedLevel = Number.POSITIVE_INFINITY;
  return activeTree(all).flatMap((row) => {
    const { one, level } = row;
    if (wanted !== "") {
      if (!shown.has(one.id)) return [];
    } else {
      if (level > foldedLevel) return [];
      foldedLevel = Number.POSITIVE_INFINITY;
    }
    const isFolded = wanted === "" && row.childCount > 0 && folded.includes(one.id);
    if (isFolded) foldedLevel = level;
    return { ...row, count: counts[one.index + 1] ?? 0, sum: sums.get(one.id) ?? 0, isFolded };
  });
}

export function fitsSearch(one: Pick<Class, "name">, search: string): boolean {
  return one.name.toLowerCase().includes(search.trim().toLowerCase());
}
