import type { OpinionSetting } from "@/lib/contracts/opinions";
import { tileOfIndex } from "@/lib/geo/grid";
import { opinionsWanted } from "@/lib/opinions-wanted";
import type { Queryable } from "../db/client";
import type { LabelChange, LabelEventKind } from "../db/label-statements";
import {
  type AnswerChange,
  type ReviewChange,
  readAnswers,
  readReviews,
  readTileLabels,
  readWaitingReturns,
  type TileLabel,
  type TileReview,
} from "../db/opinion-statements";
import { settleTile } from "./settle-tile";

/** What somebody wants of tiles that are governed by answers. */
export interface AskedOfTiles {
  /** New answers by person; null takes the answer back. */
  answers?: ReadonlyMap<number, ReadonlyMap<string, string | null>>;
  /** What a reviewer decides. */
  decisions?: ReadonlyMap<number, string>;
  /** To whom tiles are returned. */
  returns?: ReadonlyMap<number, readonly string[]>;
  /** Tiles whose decision is taken back, with the label that they had before it. */
  reopened?: ReadonlyMap<number, string | null>;
  /** Tiles whose return is taken back. */
  withdrawn?: ReadonlySet<number>;
  /** Tiles to look at again, because what is asked of them has changed. */
  again?: ReadonlySet<number>;
}

/** Everything that follows, to be written in one go. */
export interface ApartChanges {
  /** Labels that stay as their author's answer. */
  keptLabels: TileLabel[];
  answers: AnswerChange[];
  labels: { kind: LabelEventKind; authorId: string; changes: LabelChange[] }[];
  /** Decisions and returns that leave the label as it is: history only. */
  unchanged: { kind: LabelEventKind; changes: LabelChange[] }[];
  reviews: ReviewChange[];
  /** Returned tiles that were looked at again. */
  closedReturns: (readonly [tileIndex: number, personId: string])[];
  /** Tiles that stand elsewhere now, as people can see. */
  moved: Set<number>;
  /** Tiles that the act itself changed, without what follows from it. */
  changedCount: number;
  /** What single people see, where it changed for them in another way than for everybody. */
  shown: Map<string, [tileIndex: number, classId: string | null][]>;
}

interface Before {
  answers: ReadonlyMap<number, ReadonlyMap<string, string>>;
  reviews: ReadonlyMap<number, TileReview>;
  returns: ReadonlyMap<number, ReadonlySet<string>>;
  labels: ReadonlyMap<number, TileLabel>;
}

/**
 * Works out what answers, decisions and returns do to tiles: their label, where they stand, and what
 * each person sees of it. Reads, but writes nothing.
 */
export async function weighTiles(
  trx: Queryable,
  { sceneId, authorId, gridCols }: { sceneId: string; authorId: string; gridCols: number },
  setting: OpinionSetting,
  asked: AskedOfTiles,
): Promise<ApartChanges> {
  const tiles = [
    ...new Set(Object.values(asked).flatMap((part) => [...(part?.keys() ?? [])])),
  ].sort((a, b) => a - b);
  const json = JSON.stringify(tiles);
  const before: Before = {
    answers: await readAnswers(trx, sceneId, json),
    reviews: await readReviews(trx, sceneId, json),
    returns: await readWaitingReturns(trx, sceneId, json),
    labels: await readTileLabels(trx, sceneId, json),
  };
  const weighing = new Weighing(authorId, asked, before);
  for (const tile of tiles) {
    const { row, col } = tileOfIndex(tile, gridCols);
    weighing.weigh(tile, setting, opinionsWanted(setting, row, col));
  }
  return weighing.changes;
}

/** Whether people see that a tile stands there; that it waits for answers they do not. */
function isVisible(status: string | null | undefined): boolean {
  return status !== null && status !== undefined && status !== "open";
}

/** One pass over tiles; `changes` grows with each. */
class Weighing {
  readonly changes: ApartChanges = {
    keptLabels: [],
    answers: [],
    labels: [],
    unchanged: [],
    reviews: [],
    closedReturns: [],
    moved: new Set(),
    changedCount: 0,
    shown: new Map(),
  };
  readonly #authorId: string;
  readonly #asked: AskedOfTiles;
  readonly #before: Before;
  readonly #groups = new Map<string, LabelChange[]>();

  constructor(authorId: string, asked: AskedOfTiles, before: Before) {
    this.#authorId = authorId;
    this.#asked = asked;
    this.#before = before;
  }

  weigh(tile: number, { rule }: OpinionSetting, wanted: number): void {
    const label = this.#before.labels.get(tile) ?? null;
    const review = this.#before.reviews.get(tile) ?? null;
    const answers = this.#answersWithLabel(tile, label, review);
    const given = this.#giveAnswers(tile, answers);
    const returned = this.#whoIsAsked(tile);
    const decided = this.#decisionAfter(tile, review, given.newClasses);
    const isPlain = answers.size === 0 && this.#asked.reopened?.has(tile);
    const after = isPlain
      ? { classId: this.#asked.reopened?.get(tile) ?? null, status: null }
      : settleTile({ answers, wanted, rule, isReturned: returned, decided });
    const decision = this.#asked.decisions?.get(tile) ?? null;
    const isRelabelled = this.#changeLabel(tile, label, after.classId, answers);
    const isMoved = this.#changeReview(tile, review, {
      status: after.status,
      classId: decided?.classId ?? null,
      personId: decision !== null ? this.#authorId : (review?.personId ?? null),
    });
    const isActed = given.changed || decision !== null || this.#asked.returns?.has(tile);
    if (isActed || isRelabelled || isMoved) this.changes.changedCount += 1;
    this.#show(tile, label?.classId ?? null, after.classId, answers, given.people);
  }

  /** The answers to a tile; a label that nobody answered beside becomes one. */
  #answersWithLabel(
    tile: number,
    label: TileLabel | null,
    review: TileReview | null,
  ): Map<string, string> {
    const answers = new Map(this.#before.answers.get(tile));
    const isPlain = review?.classId == null || this.#asked.returns?.has(tile);
    // Deciding on a plain label needs no answers: it is accepted, or replaced, as what it is.
    const isDecided = this.#asked.decisions?.has(tile) || this.#asked.reopened?.has(tile);
    const isNeeded = isPlain && !isDecided;
    if (label && answers.size === 0 && isNeeded) {
      answers.set(label.authorId, label.classId);
      this.changes.keptLabels.push(label);
    }
    return answers;
  }

  #giveAnswers(tile: number, answers: Map<string, string>) {
    const people: string[] = [];
    const newClasses: string[] = [];
    let changed = false;
    for (const [personId, to] of this.#asked.answers?.get(tile) ?? []) {
      const from = answers.get(personId) ?? null;
      people.push(personId);
      if (this.#before.returns.get(tile)?.has(personId)) {
        this.changes.closedReturns.push([tile, personId]);
        changed = true;
      }
      if (to !== null) newClasses.push(to);
      if (from === to) continue;
      changed = true;
      this.changes.answers.push({ tileIndex: tile, authorId: personId, from, to });
      if (to === null) answers.delete(personId);
      else answers.set(personId, to);
    }
    return { people, newClasses, changed };
  }

  /** Whether anybody still has to look at the tile again. */
  #whoIsAsked(tile: number): boolean {
    const waiting = new Set(this.#before.returns.get(tile));
    if (this.#asked.decisions?.has(tile) || this.#asked.withdrawn?.has(tile)) {
      for (const personId of waiting) this.changes.closedReturns.push([tile, personId]);
      return false;
    }
    for (const personId of this.#asked.answers?.get(tile)?.keys() ?? []) waiting.delete(personId);
    for (const personId of this.#asked.returns?.get(tile) ?? []) waiting.add(personId);
    return waiting.size > 0;
  }

  #decisionAfter(tile: number, review: TileReview | null, newClasses: readonly string[]) {
    const decision = this.#asked.decisions?.get(tile);
    if (decision !== undefined) return { classId: decision, disputed: false };
    if (this.#asked.reopened?.has(tile) || this.#asked.returns?.has(tile)) return null;
    if (review?.classId == null) return null;
    const { classId } = review;
    const disputed =
      review.status !== "accepted" || newClasses.some((newClass) => newClass !== classId);
    return { classId, disputed };
  }

  #changeLabel(
    tile: number,
    label: TileLabel | null,
    to: string | null,
    answers: ReadonlyMap<string, string>,
  ): boolean {
    const from = label?.classId ?? null;
    const kind: LabelEventKind = this.#asked.decisions?.has(tile)
      ? "decided"
      : this.#asked.returns?.has(tile)
        ? "returned"
        : "settled";
    if (from === to) {
      if (kind !== "settled") {
        const { unchanged } = this.changes;
        const group = unchanged.find((one) => one.kind === kind);
        if (group) group.changes.push([tile, from, to]);
        else unchanged.push({ kind, changes: [[tile, from, to]] });
      }
      return false;
    }
    // Settled by people: it is the label of one who said so, first of who acts now.
    const isOwn = kind !== "settled" || answers.get(this.#authorId) === to || to === null;
    const authorId = isOwn
      ? this.#authorId
      : ([...answers].find(([, classId]) => classId === to)?.[0] ?? this.#authorId);
    const key = `${kind} ${authorId}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = [];
      this.#groups.set(key, group);
      this.changes.labels.push({ kind, authorId, changes: group });
    }
    group.push([tile, from, to]);
    return true;
  }

  #changeReview(
    tile: number,
    before: TileReview | null,
    after: { status: string | null; classId: string | null; personId: string | null },
  ): boolean {
    const { status, classId, personId } = after;
    const isSame =
      status === null
        ? before === null
        : before?.status === status && before.classId === classId && before.personId === personId;
    if (isVisible(before?.status) || isVisible(status)) {
      if (before?.status !== status || status === "returned") this.changes.moved.add(tile);
    }
    if (isSame) return false;
    this.changes.reviews.push([tile, status === null ? null : { status, classId, personId }]);
    return true;
  }

  /**
   * Everybody sees the label, or their own answer where there is none. Who answers now hears it for
   * themselves; so do all who answered when the label that they saw goes away.
   */
  #show(
    tile: number,
    from: string | null,
    to: string | null,
    answers: ReadonlyMap<string, string>,
    people: readonly string[],
  ): void {
    const told = new Set(people);
    if (from !== null && to === null) for (const personId of answers.keys()) told.add(personId);
    for (const personId of told) {
      const shown = this.changes.shown.get(personId) ?? [];
      shown.push([tile, to ?? answers.get(personId) ?? null]);
      this.changes.shown.set(personId, shown);
    }
  }
}
