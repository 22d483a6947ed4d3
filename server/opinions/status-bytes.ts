import { flaggedBit, tilePlaces } from "@/lib/contracts/opinions";
import type { TileStanding } from "../db/status-statements";

/** Who looks: one person, or nobody in particular; and whether they see everybody's answers. */
export interface Onlooker {
  personId: string | null;
  seesAll: boolean;
}

/** What a status is in a plane, before it is known to whom the tile was returned. */
export function placeOf(status: string | null, seesAll: boolean): number {
  if (status === "accepted") return tilePlaces.accepted;
  if (status === "in_review") return tilePlaces.inReview;
  if (status === "returned") return seesAll ? tilePlaces.returned : tilePlaces.inReview;
  return 0;
}

/** Where a tile stands, as one byte, to an onlooker. */
export function statusByte(tile: TileStanding, { personId, seesAll }: Onlooker): number {
  const isMine = personId !== null && tile.returnedTo.includes(personId);
  const place = isMine ? tilePlaces.returnedToYou : placeOf(tile.status, seesAll);
  const isFlagged =
    seesAll || tile.isLabelled
      ? tile.flaggedBy.length > 0
      : personId !== null && tile.flaggedBy.includes(personId);
  return place + (isFlagged ? flaggedBit : 0);
}
