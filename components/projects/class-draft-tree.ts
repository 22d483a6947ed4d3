import { inTreeOrder } from "@/lib/class-tree";
import { maxClassLevels } from "@/lib/contracts/projects";
import type { ClassDraft } from "./class-drafts";

export interface DraftRow {
  draft: ClassDraft;
  level: number;
}

/** Drafts as they are shown: each below its parent, else in their order. */
export function rowsOf(list: readonly ClassDraft[]): DraftRow[] {
  const nodes = list.map((draft) => ({
    id: draft.draftId,
    draft,
    ...(draft.parentDraftId === null ? {} : { parentId: draft.parentDraftId }),
  }));
  return inTreeOrder(nodes).map(({ one, level }) => ({ draft: one.draft, level }));
}

/** The rows of a draft and of all below it, which move together. */
export function branchRows(rows: readonly DraftRow[], draftId: string): DraftRow[] {
  const first = rows.findIndex((row) => row.draft.draftId === draftId);
  const level = rows[first]?.level ?? 0;
  const after = rows.findIndex((row, place) => place > first && row.level <= level);
  return first < 0 ? [] : rows.slice(first, after < 0 ? undefined : after);
}

/** The levels that a branch may have at a place among the other rows. */
function levelsAt(
  others: readonly DraftRow[],
  place: number,
  branch: readonly DraftRow[],
): [least: number, most: number] {
  const height = Math.max(0, ...branch.map((row) => row.level - (branch[0]?.level ?? 0)));
  const above = others[place - 1];
  const least = others[place]?.level ?? 0;
  const most = Math.min(above ? above.level + 1 : 0, maxClassLevels - 1 - height);
  return [Math.min(least, Math.max(0, most)), Math.max(0, most)];
}

export interface DropPlace {
  /** Among the rows without the branch that moves. */
  place: number;
  level: number;
}

/**
 * Where a branch would come to lie, as near to what is wanted as the tree allows.
 *
 * @returns null where it does not fit at all, as a branch of three levels between two children.
 */
export function fitDrop(
  rows: readonly DraftRow[],
  draftId: string,
  wanted: DropPlace,
): DropPlace | null {
  const branch = branchRows(rows, draftId);
  const others = rows.filter((row) => !branch.includes(row));
  const place = Math.min(others.length, Math.max(0, wanted.place));
  const [least, most] = levelsAt(others, place, branch);
  if ((others[place]?.level ?? 0) > most) return null;
  return { place, level: Math.min(most, Math.max(least, wanted.level)) };
}

/** The list with a branch at another place. */
export function withDropped(
  list: readonly ClassDraft[],
  draftId: string,
  { place, level }: DropPlace,
): ClassDraft[] {
  const rows = rowsOf(list);
  const branch = branchRows(rows, draftId);
  const others = rows.filter((row) => !branch.includes(row));
  let above = place - 1;
  while (above >= 0 && (others[above]?.level ?? 0) >= level) above -= 1;
  const parentDraftId = level === 0 ? null : (others[above]?.draft.draftId ?? null);
  const moved = branch.map(({ draft }) =>
    draft.draftId === draftId ? { ...draft, parentDraftId } : draft,
  );
  const rest = others.map((row) => row.draft);
  return [...rest.slice(0, place), ...moved, ...rest.slice(place)];
}

export type Step = "up" | "down" | "in" | "out";

/** The list with a branch one step on: past its neighbour, or a level further in or out. */
export function withMoved(
  list: readonly ClassDraft[],
  draftId: string,
  step: Step,
): ClassDraft[] | null {
  const rows = rowsOf(list);
  const branch = branchRows(rows, draftId);
  const [own] = branch;
  if (!own) return null;
  const others = rows.filter((row) => !branch.includes(row));
  const place = rows.indexOf(own);
  const wanted = placeAfter(step, others, place, own.level);
  const drop = wanted && fitDrop(rows, draftId, wanted);
  if (!drop || (drop.place === place && drop.level === own.level)) return null;
  if ((step === "in" || step === "out") && drop.level === own.level) return null;
  return withDropped(list, draftId, drop);
}

function placeAfter(
  step: Step,
  others: readonly DraftRow[],
  place: number,
  level: number,
): DropPlace | null {
  if (step === "in") return { place, level: level + 1 };
  if (step === "out") {
    if (level === 0) return null;
    // Behind all that its parent keeps.
    const end = others.findIndex((row, at) => at >= place && row.level < level);
    return { place: end < 0 ? others.length : end, level: level - 1 };
  }
  if (step === "up") {
    if (place === 0) return null;
    let to = place - 1;
    while (to > 0 && (others[to]?.level ?? 0) > level) to -= 1;
    return { place: to, level: Math.min(level, others[to]?.level ?? 0) };
  }
  if (place >= others.length) return null;
  let to = place + 1;
  while (to < others.length && (others[to]?.level ?? 0) > (others[place]?.level ?? 0)) to += 1;
  return { place: to, level: Math.min(level, others[place]?.level ?? 0) };
}
