import type { Scene } from "@/lib/contracts/scenes";
import {
  type BandRendering,
  type ChannelStatistics,
  indexFormula,
  indexNames,
  presetBands,
  presetNames,
  withFormulas,
} from "../map/band-rendering";

/** A way to look at a scene that has a name: bands, or a formula. */
export type Composite =
  | { kind: "bands"; name: (typeof presetNames)[number]; bands: number[] }
  | { kind: "index"; name: (typeof indexNames)[number]; formula: string };

export const indexRamps = {
  ndvi: "vegetation",
  ndwi: "viridis",
  ndbi: "magma",
  nbr: "magma",
} as const;

/** The well-known ways to look at a scene that it has the bands for. */
export function compositesOf({ bands }: Pick<Scene, "bands">): Composite[] {
  return [
    ...presetNames.flatMap((name): Composite[] => {
      const found = presetBands(bands, name);
      return found ? [{ kind: "bands", name, bands: found }] : [];
    }),
    ...indexNames.flatMap((name): Composite[] => {
      const formula = indexFormula(bands, name);
      return formula ? [{ kind: "index", name, formula }] : [];
    }),
  ];
}

const unmeasured: ChannelStatistics = {
  min: -1,
  max: 1,
  mean: 0,
  standardDeviation: 0.5,
  p1: -1,
  p2: -1,
  p98: 1,
  p99: 1,
  histogram: { low: -1, high: 1, counts: [] },
};

/** Formulas before anybody knows their values: between -1 and 1. @throws FormulaError */
export function draftOfFormulas(
  drawn: Pick<BandRendering, "gamma" | "ramp">,
  formulas: readonly string[],
  bandCount: number,
): BandRendering {
  const unknown = formulas.map(() => unmeasured);
  return withFormulas(drawn, formulas, bandCount, unknown, "minmax");
}
