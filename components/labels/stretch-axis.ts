import type { ChannelStatistics, Stretch } from "../map/band-rendering";

/** The values at the two ends of a histogram on screen. */
export type ValueAxis = { low: number; high: number };

/** Outliers would squeeze everything else: the axis is the 1-99 % range with room on both sides. */
export function axisOf(channel: ChannelStatistics, stretch: Stretch): ValueAxis {
  const room = (channel.p99 - channel.p1) * 0.25;
  const low = Math.min(stretch.low, Math.max(channel.min, channel.p1 - room));
  const high = Math.max(stretch.high, Math.min(channel.max, channel.p99 + room));
  return high > low ? { low, high } : { low, high: low + 1 };
}

/** Which end of a stretch, or both at once, is moved. */
export type StretchPart = "low" | "high" | "both";

/** A stretch keeps this share of the axis between its ends. */
const smallestShare = 1 / 500;

/** What a press on the histogram takes hold of: the end near it, else both between them. */
export function partAt(
  share: number,
  stretch: Stretch,
  axis: ValueAxis,
  reachShare: number,
): StretchPart {
  const [low, high] = [shareOf(stretch.low, axis), shareOf(stretch.high, axis)];
  const [toLow, toHigh] = [Math.abs(share - low), Math.abs(share - high)];
  if (Math.min(toLow, toHigh) <= reachShare || share < low || share > high) {
    return toLow < toHigh || (toLow === toHigh && share < low) ? "low" : "high";
  }
  return "both";
}

/** A stretch with a part of it moved by a difference of values; its ends never meet. */
export function movedStretch(
  stretch: Stretch,
  part: StretchPart,
  by: number,
  axis: ValueAxis,
): Stretch {
  const least = (axis.high - axis.low) * smallestShare;
  if (part === "both") return { low: stretch.low + by, high: stretch.high + by };
  return part === "low"
    ? { ...stretch, low: Math.min(stretch.low + by, stretch.high - least) }
    : { ...stretch, high: Math.max(stretch.high + by, stretch.low + least) };
}

/** Where a value lies on the axis, 0 to 1. */
export function shareOf(value: number, { low, high }: ValueAxis): number {
  return (value - low) / (high - low);
}

/**
 * Heights of the bins, 0 to 1. Linear ones leave out of the scale the few peaks, such as a sea or a
 * border of zeros, beside which nothing else could be seen; those are cut off.
 */
export function barHeights(counts: readonly number[], isLog: boolean): number[] {
  if (isLog) {
    const tallest = Math.log1p(Math.max(1, ...counts));
    return counts.map((count) => Math.log1p(count) / tallest);
  }
  const sorted = counts.filter((count) => count > 0).sort((one, other) => one - other);
  const tallest = sorted[Math.floor((sorted.length - 1) * 0.97)] ?? 1;
  return counts.map((count) => Math.min(1, count / (tallest * 1.1)));
}
