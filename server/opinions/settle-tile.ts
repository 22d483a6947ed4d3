import type { OpinionRule } from "@/lib/contracts/opinions";

/** Where a tile stands that is governed by answers; null: it is simply labelled, or empty. */
export type ReviewStatus = "open" | "in_review" | "returned" | "accepted";

export interface TileAnswers {
  /** Class by person. */
  answers: ReadonlyMap<string, string>;
  /** How many people are asked. */
  wanted: number;
  rule: OpinionRule;
  /** Somebody still has to look at it again. */
  isReturned: boolean;
  /** What a reviewer decided, and whether an answer has contradicted it since. */
  decided: { classId: string; disputed: boolean } | null;
}

/**
 * What answers come to. A reviewer's decision stands until somebody answers differently; then the
 * tile is in review again, whatever is missing. Without a decision, fewer answers than wanted leave
 * it open; enough of them settle it when the rule holds, and else put it in review.
 *
 * @returns The label, null for none, and what is kept of the tile besides.
 */
export function settleTile(tile: TileAnswers): {
  classId: string | null;
  status: ReviewStatus | null;
} {
  if (tile.isReturned) return { classId: null, status: "returned" };
  if (tile.decided && !tile.decided.disputed) {
    return { classId: tile.decided.classId, status: "accepted" };
  }
  if (tile.answers.size >= tile.wanted || tile.wanted === 1) {
    const agreed = findAgreed([...tile.answers.values()], tile.rule);
    if (agreed !== null) return { classId: agreed, status: null };
    if (tile.answers.size > 0) return { classId: null, status: "in_review" };
  }
  if (tile.decided) return { classId: null, status: "in_review" };
  return { classId: null, status: tile.answers.size > 0 ? "open" : null };
}

/** The class that all, or by majority more than half, of the answers name; null: there is none. */
export function findAgreed(classIds: readonly string[], rule: OpinionRule): string | null {
  const counts = new Map<string, number>();
  for (const classId of classIds) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  for (const [classId, count] of counts) {
    const agrees = rule === "unanimous" ? count === classIds.length : 2 * count > classIds.length;
    if (agrees) return classId;
  }
  return null;
}
