import type { BandScale } from "@/lib/contracts/band-scale";
import type { DatasetPlan } from "@/lib/contracts/datasets";
import type { BandRecipe } from "@/lib/contracts/run-spec";
import type { Band } from "@/lib/contracts/scenes";
import type { PlannedScene } from "./planned-tiles";

/**
 * How the chosen bands become model input.
 *
 * 8-bit imagery keeps 0..255, because that is what models (the starter model too) were trained on.
 * Other imagery runs from the lowest 2nd to the highest 98th percentile of the scenes, so that no
 * scene is clipped more than it clips itself.
 */
export function makeBandRecipe(plan: DatasetPlan, scenes: readonly PlannedScene[]): BandRecipe {
  const dtype = scenes[0]?.facts.dtype ?? "uint8";
  const ranges = plan.bands.map((band): [low: number, high: number] => {
    if (plan.valueRange?.kind === "fixed") return [plan.valueRange.low, plan.valueRange.high];
    if (dtype === "uint8") return [0, 255];
    const statistics = scenes.flatMap((scene) => scene.facts.bands[band - 1] ?? []);
    const low = Math.min(...statistics.map((one) => one.p2));
    const high = Math.max(...statistics.map((one) => one.p98));
    return high > low ? [low, high] : [low, low + 1];
  });
  return {
    bands: [...plan.bands],
    bandNames: plan.bands.map((band) => scenes[0]?.facts.bands[band - 1]?.name ?? `Band ${band}`),
    low: ranges.map(([low]) => low),
    high: ranges.map(([, high]) => high),
    dtype,
    seen: plan.bands.map((band) =>
      seenValues(scenes.flatMap((scene) => scene.facts.bands[band - 1] ?? [])),
    ),
  };
}

/** The range of all scenes; a unit only where no two scenes say different ones. */
function seenValues(bands: readonly Band[]): BandScale {
  const said = <Key extends "unit" | "scale" | "offset">(key: Key) => {
    const values = new Set(bands.map((band) => band[key] ?? null));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return {
    low: Math.min(...bands.map((one) => one.p2)),
    high: Math.max(...bands.map((one) => one.p98)),
    unit: said("unit"),
    scale: said("scale"),
    offset: said("offset"),
  };
}
