import { type TileQueue, tileOrders, tileQueueSchema } from "@/lib/contracts/preferences";
import { standsThere } from "@/lib/tile-standing";

export type { TileOrder, TileQueue } from "@/lib/contracts/preferences";
export { tileOrders };

export const wholeScene: TileQueue = tileQueueSchema.parse({});

/** Does a queue neither leave tiles out nor change their order? */
export function isWholeScene(queue: TileQueue): boolean {
  return JSON.stringify({ ...queue, seed: 0 }) === JSON.stringify({ ...wholeScene, seed: 0 });
}

/** One byte per tile each; null where nothing is known. */
export type TilePlanes = {
  /** 0 unlabelled, else class index + 1. */
  labels: Uint8Array;
  /** 0 no tile, else class index + 1. */
  predicted: Uint8Array | null;
  /** round(255 * highest probability). */
  confidence: Uint8Array | null;
  /** Where tiles stand, as in the contract of opinions. */
  statuses: Uint8Array;
  /** 0 nobody, else place in the list of authors + 1. */
  authors: Uint8Array | null;
  /** 1: in a work area that one holds. */
  mine: Uint8Array | null;
};

type Names = {
  classes: readonly { id: string; index: number }[];
  authorIds: readonly string[];
  /** What the byte of a label counts for among the classes of the prediction; missing: itself. */
  meantAs?: Uint8Array;
};

/** Does a queue ask something that only a prediction can answer? */
export function needsPrediction(queue: TileQueue): boolean {
  const byOrder = queue.order === "unsure" || queue.order === "sure" || queue.order === "rare";
  return byOrder || queue.predicted !== "any" || queue.confidenceAtMost < 1;
}

/**
 * The tiles of a queue in its order.
 *
 * What needs a prediction or authors that are not there finds no tile, and never too many.
 *
 * @param tileCount Cells that hold imagery; later ones are never in a queue.
 */
export function listTiles(
  queue: TileQueue,
  planes: TilePlanes,
  names: Names,
  tileCount: number,
): Int32Array {
  if (needsPrediction(queue) && !planes.predicted) return new Int32Array();
  return orderTiles(filterTiles(queue, planes, names, tileCount), queue, planes);
}

function filterTiles(
  filter: TileQueue,
  { labels, predicted, confidence, authors, statuses, mine }: TilePlanes,
  names: Names,
  tileCount: number,
): Int32Array {
  const byteOf = (id: string) => {
    const one = names.classes.find((candidate) => candidate.id === id);
    return one ? one.index + 1 : -1;
  };
  const label = byteOf(filter.label);
  const model = byteOf(filter.predicted);
  const highest = Math.round(filter.confidenceAtMost * 255);
  const author = filter.authorId === null ? 0 : names.authorIds.indexOf(filter.authorId) + 1 || -1;
  const isToldOnly = needsPrediction(filter);
  const found = new Int32Array(tileCount);
  let count = 0;
  for (let cell = 0; cell < tileCount; cell += 1) {
    if (filter.myArea && mine?.[cell] !== 1) continue;
    const own = labels[cell] as number;
    if (filter.label === "none" ? own !== 0 : filter.label === "some" ? own === 0 : false) continue;
    if (label >= 0 && own !== label) continue;
    if (label < 0 && !["any", "none", "some"].includes(filter.label)) continue;
    const told = predicted?.[cell] ?? 0;
    if (isToldOnly && told === 0) continue;
    const meant = names.meantAs?.[own] ?? own;
    if (filter.predicted === "differs" && (own === 0 || meant === told)) continue;
    if (filter.predicted === "agrees" && (own === 0 || meant !== told)) continue;
    if (model >= 0 && told !== model) continue;
    if (model < 0 && !["any", "differs", "agrees"].includes(filter.predicted)) continue;
    if (highest < 255 && (confidence?.[cell] ?? 255) > highest) continue;
    if (filter.standing !== "any" && !standsThere(statuses[cell] ?? 0, filter.standing)) continue;
    if (author !== 0 && (authors?.[cell] ?? 0) !== author) continue;
    found[count] = cell;
    count += 1;
  }
  return found.subarray(0, count);
}

function orderTiles(cells: Int32Array, queue: TileQueue, planes: TilePlanes): Int32Array {
  const { labels, predicted, confidence } = planes;
  switch (queue.order) {
    case "grid":
      return cells;
    case "unsure":
      return sortByByte(cells, (cell) => confidence?.[cell] ?? 255);
    case "sure":
      return sortByByte(cells, (cell) => 255 - (confidence?.[cell] ?? 0));
    case "class":
      return sortByByte(cells, (cell) => (labels[cell] as number) || (predicted?.[cell] ?? 0));
    case "rare":
      return balance(cells, labels, predicted ?? labels);
    case "random":
      return shuffle(cells, queue.seed);
  }
}

/** By one byte per tile, ties in reading order. Counting: a million tiles take a few milliseconds. */
function sortByByte(cells: Int32Array, byteOf: (cell: number) => number): Int32Array {
  const starts = new Int32Array(257);
  for (const cell of cells) {
    const next = byteOf(cell) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let byte = 1; byte < starts.length; byte += 1) {
    starts[byte] = (starts[byte] as number) + (starts[byte - 1] as number);
  }
  const sorted = new Int32Array(cells.length);
  for (const cell of cells) {
    const byte = byteOf(cell);
    const place = starts[byte] as number;
    sorted[place] = cell;
    starts[byte] = place + 1;
  }
  return sorted;
}

/**
 * Always next a tile of the class that has the fewest labels so far, counting those that are ahead
 * in the queue as labelled; the class is what the prediction says.
 */
function balance(cells: Int32Array, labels: Uint8Array, predicted: Uint8Array): Int32Array {
  const counts = new Float64Array(256);
  for (const byte of labels) counts[byte] = (counts[byte] as number) + 1;
  const waiting = new Map<number, number[]>();
  for (const cell of cells) {
    const byte = predicted[cell] as number;
    const others = waiting.get(byte);
    if (others) others.push(cell);
    else waiting.set(byte, [cell]);
  }
  const places = new Map([...waiting.keys()].map((byte) => [byte, 0]));
  const ordered = new Int32Array(cells.length);
  for (let place = 0; place < ordered.length; place += 1) {
    let rarest = -1;
    for (const byte of places.keys()) {
      if (rarest < 0 || (counts[byte] as number) < (counts[rarest] as number)) rarest = byte;
    }
    const own = waiting.get(rarest) as number[];
    const at = places.get(rarest) as number;
    ordered[place] = own[at] as number;
    counts[rarest] = (counts[rarest] as number) + 1;
    if (at + 1 < own.length) places.set(rarest, at + 1);
    else places.delete(rarest);
  }
  return ordered;
}

/** Fisher and Yates; the same seed gives the same order. */
function shuffle(cells: Int32Array, seed: number): Int32Array {
  const shuffled = cells.slice();
  const random = randomFrom(seed);
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = shuffled[last] as number;
    shuffled[last] = shuffled[other] as number;
    shuffled[other] = kept;
  }
  return shuffled;
}

/** Numbers from 0 up to 1: a linear congruential generator (Knuth's MMIX constants, 64 bits). */
function randomFrom(seed: number): () => number {
  let state = BigInt(seed) + 1n;
  const next = () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 33n) / 2 ** 31;
  };
  for (let warm = 0; warm < 4; warm += 1) next();
  return next;
}
