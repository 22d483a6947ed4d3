import type { HumanHands } from "./human-hands";

/** Rows and columns of tiles, both ends included. */
export type Zone = { top: number; left: number; bottom: number; right: number };

export type Sight = {
  cols: number;
  /** Place in the list of classes that a person sees, per tile of the scene. */
  seen: Uint8Array;
  /** Keys of the classes. */
  keys: readonly string[];
};

type Stroke = { classAt: number; row: number; from: number; to: number };

/** Runs of tiles this short are quicker by key. */
const shortestStroke = 5;

/** Horizontal strokes of the small round brush that would touch tiles of one class only. */
export function planStrokes(zone: Zone, { cols, seen }: Sight): Stroke[] {
  const at = (row: number, col: number) => seen[row * cols + col] ?? 0;
  const strokes: Stroke[] = [];
  for (let row = zone.top + 1; row < zone.bottom; row += 3) {
    let from = zone.left;
    for (let col = zone.left; col <= zone.right + 1; col += 1) {
      const classAt = at(row, from);
      const same =
        col <= zone.right && [row - 1, row, row + 1].every((one) => at(one, col) === classAt);
      if (same) continue;
      if (col - from >= shortestStroke) strokes.push({ classAt, row, from, to: col - 1 });
      from = col + (col <= zone.right && at(row, col) === classAt ? 1 : 0);
    }
  }
  // A person takes one class in hand and does its places before the next.
  return strokes.sort((one, other) => one.classAt - other.classAt);
}

/** Tiles that the strokes touch, in order. */
export function tilesOfStrokes(strokes: readonly Stroke[], cols: number): number[] {
  const touched = strokes.flatMap(({ row, from, to }) =>
    tilesOf({ top: row - 1, bottom: row + 1, left: from + 1, right: to - 1 }, cols).concat(
      [from, to].map((col) => row * cols + col),
    ),
  );
  return touched.sort((one, other) => one - other);
}

export function tilesOf({ top, left, bottom, right }: Zone, cols: number): number[] {
  const width = right - left + 1;
  return Array.from({ length: (bottom - top + 1) * width }, (_, at) => {
    return (top + Math.floor(at / width)) * cols + left + (at % width);
  });
}

/** Paints the larger patches with the brush. */
export async function brushPatches(
  hands: HumanHands,
  strokes: readonly Stroke[],
  takeInHand: (classAt: number) => Promise<void>,
): Promise<void> {
  await hands.press("d");
  let inHand = -1;
  for (const { classAt, row, from, to } of strokes) {
    await hands.think();
    if (classAt !== inHand) await takeInHand(classAt);
    inHand = classAt;
    await hands.stroke({ row, col: from + 1 }, { row, col: to - 1 });
  }
}

/**
 * Labels what the brush left, by key: the first tile of a row is clicked, every key goes on to the
 * next unlabelled one.
 *
 * @param left Tiles of the zone without a label, in order.
 */
export async function labelByKeys(
  hands: HumanHands,
  left: readonly number[],
  { cols, seen, keys }: Sight,
): Promise<void> {
  await hands.press("v");
  let row = -1;
  let before = -1;
  for (const cell of left) {
    const here = Math.floor(cell / cols);
    if (here !== row) await hands.click(here, cell % cols);
    row = here;
    const classAt = seen[cell] ?? 0;
    if (classAt !== before) await hands.think();
    before = classAt;
    await hands.press(keys[classAt] ?? "");
  }
}
