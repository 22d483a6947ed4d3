import type { Me } from "@/lib/contracts/auth";
import type { Person } from "@/lib/contracts/common";
import type { TileOpinions, TileStatus } from "@/lib/contracts/opinions";
import { tileOfIndex } from "@/lib/geo/grid";
import { opinionsWanted } from "@/lib/opinions-wanted";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { readTileRecords, type TileRecords } from "../db/tile-records";
import type { LabelGrid } from "../labels/queries";
import { maySeeAnswers } from "./may-see-answers";
import { getOpinionSetting } from "./queries";

/** What is known of some tiles, in their order, as far as one person may know it. */
export async function describeTiles(
  grid: LabelGrid,
  tiles: readonly number[],
  me: Pick<Me, "id" | "permissions">,
): Promise<TileOpinions[]> {
  const setting = await getOpinionSetting(getDb(), grid.projectId);
  const records = await readTileRecords(getDb(), grid.sceneId, JSON.stringify(tiles));
  const people = await findPeople(listPeople(records));
  const personOf = (id: string): Person => people.get(id) ?? { id, name: id };
  const seesAll = maySeeAnswers(me);
  return tiles.map((tile) => {
    const { row, col } = tileOfIndex(tile, grid.gridCols);
    const wanted = opinionsWanted(setting, row, col);
    const known = knownTo(records, tile, me.id, seesAll);
    return { sceneId: grid.sceneId, row, col, wanted, ...describeTile(known, personOf) };
  });
}

interface KnownTile {
  label: TileRecords["labels"][number] | null;
  review: TileRecords["reviews"][number] | null;
  answers: TileRecords["answers"];
  returns: TileRecords["returns"];
  flags: TileRecords["flags"];
  isHidden: boolean;
  isFlagged: boolean;
}

/** Leaves out what others said of a tile that is not settled, unless one may see it. */
function knownTo(records: TileRecords, tile: number, meId: string, seesAll: boolean): KnownTile {
  const ofTile = <Row extends { tileIndex: number }>(rows: readonly Row[]) =>
    rows.filter((row) => row.tileIndex === tile);
  const label = ofTile(records.labels)[0] ?? null;
  const isOpen = seesAll || label !== null;
  const own = <Row extends { personId: string }>(rows: Row[]) =>
    isOpen ? rows : rows.filter((row) => row.personId === meId);
  const answers = own(ofTile(records.answers));
  const flags = own(ofTile(records.flags));
  return {
    label,
    review: ofTile(records.reviews)[0] ?? null,
    answers,
    returns: own(ofTile(records.returns)),
    flags,
    isHidden: !isOpen,
    isFlagged: flags.length > 0,
  };
}

function describeTile(
  { label, review, answers, returns, flags, isHidden, isFlagged }: KnownTile,
  personOf: (id: string) => Person,
): Omit<TileOpinions, "sceneId" | "row" | "col" | "wanted"> {
  const isWaiting = returns.some((one) => one.answeredAtMs === null);
  const isLabelled = label !== null || answers.length > 0;
  const decision = review?.classId && (!isHidden || review.status === "accepted") ? review : null;
  return {
    status: statusOf({
      status: review?.status ?? null,
      isWaiting,
      isHidden,
      isFlagged,
      isLabelled,
    }),
    isHidden,
    label: label && {
      classId: label.classId,
      author: personOf(label.personId),
      atMs: label.atMs,
    },
    answers: answers.map(({ personId, classId, atMs }) => ({
      person: personOf(personId),
      classId,
      atMs,
    })),
    decision: decision && {
      classId: decision.classId ?? "",
      person: personOf(decision.personId ?? ""),
      atMs: decision.atMs,
    },
    returns: returns.map((one) => ({
      to: personOf(one.personId),
      by: personOf(one.returnedBy),
      comment: one.comment,
      atMs: one.atMs,
      answeredAtMs: one.answeredAtMs,
    })),
    flags: flags.map(({ personId, comment, atMs }) => ({
      person: personOf(personId),
      comment,
      atMs,
    })),
  };
}

/** One word for a tile: what somebody has to do about it first, then what it is. */
function statusOf(tile: {
  status: string | null;
  isWaiting: boolean;
  isHidden: boolean;
  isFlagged: boolean;
  isLabelled: boolean;
}): TileStatus {
  if (tile.status === "returned")
    return tile.isHidden && !tile.isWaiting ? "in_review" : "returned";
  if (tile.status === "in_review") return "in_review";
  if (tile.isFlagged) return "flagged";
  if (tile.status === "accepted") return "accepted";
  return tile.isLabelled ? "labelled" : "unlabelled";
}

function* listPeople({ labels, reviews, answers, returns, flags }: TileRecords): Generator<string> {
  for (const { personId } of [...labels, ...answers, ...flags, ...returns]) yield personId;
  for (const { returnedBy } of returns) yield returnedBy;
  for (const { personId } of reviews) if (personId !== null) yield personId;
}
