/**
 * Classes as a tree. Labels may name any class of it: a parent is a class like others, for tiles of
 * which nobody can say more. Trees are small (250 classes, three levels).
 */
export interface TreeClass {
  id: string;
  parentId?: string | undefined;
  archived: boolean;
}

export interface TreeRow<T> {
  one: T;
  /** 0 at the top. */
  level: number;
  childCount: number;
}

function byId<T extends { id: string }>(classes: readonly T[]): Map<string, T> {
  return new Map(classes.map((one) => [one.id, one]));
}

/** The classes with each below its parent, else in the order given. A circle is cut open. */
export function inTreeOrder<T extends Pick<TreeClass, "id" | "parentId">>(
  classes: readonly T[],
): TreeRow<T>[] {
  const known = byId(classes);
  const children = new Map<string, T[]>();
  for (const one of classes) {
    const parentId = one.parentId !== undefined && known.has(one.parentId) ? one.parentId : "";
    const others = children.get(parentId);
    if (others) others.push(one);
    else children.set(parentId, [one]);
  }
  const rows: TreeRow<T>[] = [];
  const placed = new Set<string>();
  const place = (one: T, level: number) => {
    if (placed.has(one.id)) return;
    placed.add(one.id);
    const below = children.get(one.id) ?? [];
    rows.push({ one, level, childCount: below.length });
    for (const child of below) place(child, level + 1);
  };
  for (const one of children.get("") ?? []) place(one, 0);
  for (const one of classes) place(one, 0);
  return rows;
}

/**
 * The classes that can be given, each below the nearest one above it that can be given too: archived
 * classes group nothing.
 */
export function activeTree<T extends TreeClass>(classes: readonly T[]): TreeRow<T>[] {
  const known = byId(classes);
  const active = classes.filter((one) => !one.archived);
  return inTreeOrder(
    active.map((one) => ({ id: one.id, one, parentId: findActiveParent(one, known)?.id })),
  ).map(({ one: { one }, level, childCount }) => ({ one, level, childCount }));
}

function findActiveParent<T extends TreeClass>(
  one: T,
  known: ReadonlyMap<string, T>,
): T | undefined {
  let above = one.parentId === undefined ? undefined : known.get(one.parentId);
  for (let turn = 0; above?.archived && turn < known.size; turn += 1) {
    above = above.parentId === undefined ? undefined : known.get(above.parentId);
  }
  return above?.archived ? undefined : above;
}

/** The classes above one, the top one first, without it. */
export function ancestorsOf<T extends TreeClass>(classes: readonly T[], classId: string): T[] {
  const known = byId(classes);
  const path: T[] = [];
  let one = known.get(classId);
  while (one?.parentId !== undefined && path.length < known.size) {
    one = known.get(one.parentId);
    if (one && !path.includes(one)) path.unshift(one);
    else break;
  }
  return path;
}

/** Ids of a class and of all below it. */
export function branchOf(classes: readonly TreeClass[], classId: string): Set<string> {
  const branch = new Set([classId]);
  for (let before = 0; before < branch.size; ) {
    before = branch.size;
    for (const { id, parentId } of classes) {
      if (parentId !== undefined && branch.has(parentId)) branch.add(id);
    }
  }
  return branch;
}

/** What each class has together with all below it. */
export function rollUp(
  classes: readonly TreeClass[],
  countOf: (classId: string) => number,
): Map<string, number> {
  const known = byId(classes);
  const sums = new Map<string, number>();
  for (const one of classes) {
    const count = countOf(one.id);
    const above = new Set<string>();
    for (let next: TreeClass | undefined = one; next && !above.has(next.id); ) {
      above.add(next.id);
      sums.set(next.id, (sums.get(next.id) ?? 0) + count);
      next = next.parentId === undefined ? undefined : known.get(next.parentId);
    }
  }
  return sums;
}

/**
 * Which of some classes each class counts for: itself, else the one it was merged into, else the
 * nearest above it. Classes that count for none are missing.
 */
export function findStandIns(
  classes: readonly (TreeClass & { mergedIntoId?: string | undefined })[],
  chosenIds: ReadonlySet<string>,
): Map<string, string> {
  const known = byId(classes);
  const standIns = new Map<string, string>();
  for (const { id } of classes) {
    let next: string | undefined = id;
    for (let turn = 0; next !== undefined && turn < known.size; turn += 1) {
      if (chosenIds.has(next)) {
        standIns.set(id, next);
        break;
      }
      const one: (typeof classes)[number] | undefined = known.get(next);
      next = one?.mergedIntoId ?? one?.parentId;
    }
  }
  return standIns;
}

/** The class that has the labels of a class now: itself, or the one it was merged into, and so on. */
export function findTaker<T extends { id: string; mergedIntoId?: string | undefined }>(
  classes: readonly T[],
  classId: string,
): T | undefined {
  const known = byId(classes);
  let one = known.get(classId);
  for (let turn = 0; one?.mergedIntoId !== undefined && turn < known.size; turn += 1) {
    one = known.get(one.mergedIntoId) ?? one;
  }
  return one;
}
