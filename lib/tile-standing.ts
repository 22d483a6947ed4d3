import { flaggedBit, type Standing, tilePlaces } from "./contracts/opinions";

export function isFlagged(byte: number): boolean {
  return (byte & flaggedBit) !== 0;
}

/** Where a tile stands, as one of `tilePlaces`, without its flag. */
export function placeIn(byte: number): number {
  return byte & (flaggedBit - 1);
}

/** Does a tile with this byte of a plane of statuses stand there? */
export function standsThere(byte: number, standing: Standing): boolean {
  const place = placeIn(byte);
  switch (standing) {
    case "flagged":
      return isFlagged(byte);
    case "in_review":
      return place === tilePlaces.inReview;
    case "returned":
      return place === tilePlaces.returned || place === tilePlaces.returnedToYou;
    case "accepted":
      return place === tilePlaces.accepted;
  }
}

/** Has everybody who is asked answered, so that one more label would help nobody? */
export function isAnswered(byte: number): boolean {
  return standsThere(byte, "in_review") || placeIn(byte) === tilePlaces.returned;
}
