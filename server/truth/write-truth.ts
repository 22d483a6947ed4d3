import { createHash } from "node:crypto";
import type { LabelEdit } from "@/lib/contracts/labels";
import { tileOfIndex } from "@/lib/geo/grid";
import { applyLabels } from "../labels/apply-labels";
import { letOthersWrite } from "../labels/let-others-write";
import type { SettledPlan } from "./settle-plan";

/**
 * Tiles of the grid that one transaction looks at: about 30 ms, during which nobody else can write.
 * Not more than browsers are told of one by one.
 */
const tilesPerPiece = 5_000;

/** One act that labels the tiles of a plan. */
export interface TruthAct {
  actId: string;
  sceneId: string;
  authorId: string;
  keepsLabelled: boolean;
}

/**
 * Labels the tiles of a plan piece by piece, so that others can label in between. A piece has an id
 * that follows from the act and its place: doing it all again writes the pieces that are missing.
 *
 * @param report Told after each piece how many tiles of the grid were looked at.
 * @throws The reason of `signal`; AppError as `applyLabels`. What was written stays.
 */
export async function writeTruth(
  act: TruthAct,
  plan: SettledPlan,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
): Promise<void> {
  const total = plan.settled.plane.length;
  let written = 0;
  for (let first = 0; first < total; first += tilesPerPiece) {
    signal.throwIfAborted();
    const edits = listEdits(plan, act.keepsLabelled, first);
    if (edits.length === 0) continue;
    if (written > 0) await letOthersWrite();
    const { sceneId, actId, authorId, keepsLabelled } = act;
    await applyLabels(
      { batchId: makePieceId(actId, first), sceneId, actId, act: "import", edits },
      { id: authorId },
      { settles: true, keepsLabelled },
    );
    written += 1;
    report(Math.min(first + tilesPerPiece, total), total);
  }
}

/** Edits of the tiles from `first` on, as many as a piece has. */
function listEdits(
  { settled, targets, present, gridCols }: SettledPlan,
  keepsLabelled: boolean,
  first: number,
): LabelEdit[] {
  const edits: LabelEdit[] = [];
  const end = Math.min(first + tilesPerPiece, settled.plane.length);
  for (let tile = first; tile < end; tile += 1) {
    const classId = targets[(settled.plane[tile] as number) - 1]?.classId;
    if (!classId || (keepsLabelled && present[tile] !== 0)) continue;
    edits.push({ ...tileOfIndex(tile, gridCols), classId });
  }
  return edits;
}

/** The same for the same piece of the same act: a UUID of version 8 (RFC 9562, made by hash). */
function makePieceId(actId: string, first: number): string {
  const hex = createHash("sha256").update(`${actId} ${first}`).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
