import type { TruthPreview } from "@/lib/contracts/truth";
import { settleAt, type TruthPlanes } from "@/lib/truth-planes";
import { classPalette, type Palette } from "../../map/plane-canvas";
import { decodePlane } from "../label-plane";

/** The labels that a file would give, or all labels as they would be then. */
export type TruthShows = "file" | "result";

export function decodeTruthPlanes(
  preview: Pick<TruthPreview, "leading" | "shares" | "flags">,
): TruthPlanes {
  const bytes = decodePlane(preview.shares);
  const shares = new Uint16Array(bytes.length / 2);
  for (let at = 0; at < shares.length; at += 1) {
    shares[at] = (bytes[at * 2] as number) | ((bytes[at * 2 + 1] as number) << 8);
  }
  return { leading: decodePlane(preview.leading), shares, flags: decodePlane(preview.flags) };
}

type Class = { id: string; index: number; colour: string };

/**
 * What stands in the place of the labels: bytes of the project's classes, and behind them those of
 * classes that have to be made.
 */
export function shownTruth(
  planes: TruthPlanes,
  of: {
    targets: TruthPreview["targets"];
    classes: readonly Class[];
    present: Uint8Array;
    minShare: number;
    keepLabelled: boolean;
    shows: TruthShows;
  },
): { plane: Uint8Array; palette: Palette; conflicts: Int32Array } {
  const { targets, classes, present, keepLabelled, shows } = of;
  const { plane: settled, conflicts } = settleAt(planes, of.minShare);
  const last = Math.max(-1, ...classes.map((one) => one.index));
  const made: { index: number; colour: string }[] = [];
  const byteOfTarget = targets.map(({ classId, colour }) => {
    const known = classes.find((one) => one.id === classId);
    if (known) return known.index + 1;
    made.push({ index: last + 1 + made.length, colour });
    return last + 1 + made.length;
  });
  const plane = new Uint8Array(settled.length);
  for (let tile = 0; tile < plane.length; tile += 1) {
    const own = present[tile] as number;
    const given = settled[tile] === 0 ? 0 : (byteOfTarget[(settled[tile] as number) - 1] ?? 0);
    if (shows === "file") plane[tile] = given;
    else plane[tile] = given === 0 || (keepLabelled && own !== 0) ? own : given;
  }
  return { plane, palette: classPalette([...classes, ...made]), conflicts };
}
