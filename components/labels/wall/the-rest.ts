import type { TileSelection } from "../tile-selection";
import { needsPrediction, type TileQueue } from "./tile-queue";

/** The tiles up to a place that were neither picked out as wrong nor given a class here already. */
export function restOf(
  cells: Int32Array,
  end: number,
  picked: Pick<TileSelection, "has">,
  touched: ReadonlySet<number>,
): number[] {
  const rest: number[] = [];
  for (let place = 0; place < Math.min(end, cells.length); place += 1) {
    const cell = cells[place] as number;
    if (!picked.has(cell) && !touched.has(cell)) rest.push(cell);
  }
  return rest;
}

/**
 * What accepting the rest of a wall gives its tiles: the classes of the prediction where the wall is
 * about a prediction or about unlabelled tiles, else the labels that they have.
 *
 * @returns nothing: there is no class that could be accepted.
 */
export function acceptedBytes(
  rest: readonly number[],
  queue: TileQueue,
  predicted: Uint8Array | null,
): Uint8Array | "asTheyAre" | "nothing" {
  const kind = acceptanceOf(queue, predicted !== null);
  if (kind !== "prediction") return kind;
  return Uint8Array.from(rest, (cell) => predicted?.[cell] ?? 0);
}

export function acceptanceOf(
  queue: TileQueue,
  hasPrediction: boolean,
): "prediction" | "asTheyAre" | "nothing" {
  if (hasPrediction && (needsPrediction(queue) || queue.label === "none")) return "prediction";
  return queue.label === "none" || queue.label === "any" ? "nothing" : "asTheyAre";
}
