import type { BandScale } from "./contracts/band-scale";

/** Scenes of one sensor are darker or brighter than others, by ten times at most; units differ by a hundred. */
const wildRatio = 30;
/** Where the files name different units, less is enough. */
const wildRatioOtherUnit = 3;
/** Kelvin and degrees Celsius: of the same size, but this many spans apart. */
const wildGap = 4;
const wildStep = 1.5;

export type ScaleDifference =
  | { kind: "larger" | "smaller"; factor: number }
  | { kind: "apart" }
  | { kind: "step"; model: number; scene: number };

/**
 * How the values of a scene differ from those a model learned from; null when they are alike.
 *
 * Both lists are per band of the model, in its order. The middle band decides: a water scene is
 * darker than land in some bands, another unit changes all of them. The trainer has the same rule
 * (trainer/scale_check.py).
 */
export function compareScale(
  model: readonly BandScale[],
  scene: readonly BandScale[],
): ScaleDifference | null {
  const pairs = model.flatMap((seen, band) => {
    const found = scene[band];
    return found && !isBlank(seen) && !isBlank(found) ? [{ seen, found }] : [];
  });
  for (const { seen, found } of pairs) {
    if (seen.scale === null || found.scale === null) continue;
    const step = Math.abs(found.scale / seen.scale);
    if (step > wildStep || step < 1 / wildStep) {
      return { kind: "step", model: seen.scale, scene: found.scale };
    }
  }
  const middle = middleOf(pairs.map(({ seen, found }) => Math.log(size(found) / size(seen))));
  const otherUnit = pairs.some(({ seen, found }) => isOtherUnit(seen.unit, found.unit));
  const allowed = Math.log(otherUnit ? wildRatioOtherUnit : wildRatio);
  if (Math.abs(middle) > allowed) {
    return { kind: middle > 0 ? "larger" : "smaller", factor: Math.exp(Math.abs(middle)) };
  }
  const isApart = ({ seen, found }: (typeof pairs)[number]) => {
    const gap = Math.max(found.low - seen.high, seen.low - found.high);
    return gap > wildGap * Math.max(seen.high - seen.low, found.high - found.low);
  };
  return pairs.length > 0 && pairs.every(isApart) ? { kind: "apart" } : null;
}

/** The middle of a list; of two middles the one nearer to 0, of none 0. */
function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const pair = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    sorted[Math.floor(sorted.length / 2)] ?? 0,
  ] as const;
  return Math.abs(pair[0]) < Math.abs(pair[1]) ? pair[0] : pair[1];
}

const size = (band: BandScale) => Math.max(Math.abs(band.low), Math.abs(band.high));

/** A band of one value, such as an empty one, has no scale. */
const isBlank = (band: BandScale) => !(band.high > band.low);

function isOtherUnit(one: string | null, other: string | null): boolean {
  const plain = (unit: string) => unit.toLowerCase().replace(/[\s^*·.]/g, "");
  return one !== null && other !== null && plain(one) !== plain(other);
}
