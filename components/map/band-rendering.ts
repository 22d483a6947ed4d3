import {
  bandsOfFormula,
  type ComputedFormula,
  compileFormula,
  FormulaError,
  parseFormula,
} from "@/lib/band-formula";
import type { Band } from "@/lib/contracts/scenes";
import { type BandRendering, stretchNameSchema } from "@/lib/contracts/views";
import { bandOfRole, type Role } from "./band-roles";
import { type Rgb, rampColour } from "./ramps";

export type { BandRendering };

/** Values that become black and white (or the ends of the ramp). */
export type Stretch = BandRendering["stretches"][number];

export const stretchNames = stretchNameSchema.options;
export type StretchName = (typeof stretchNames)[number];

/** What a stretch is made from; a band has it, and so has a formula once it was computed. */
export type ChannelStatistics = Pick<
  Band,
  "min" | "max" | "mean" | "standardDeviation" | "p1" | "p2" | "p98" | "p99" | "histogram"
>;

export const presetNames = ["trueColour", "nearInfrared", "shortWave", "agriculture"] as const;
export type PresetName = (typeof presetNames)[number];

const presetRoles: Record<PresetName, readonly [Role, Role, Role]> = {
  trueColour: ["red", "green", "blue"],
  nearInfrared: ["nir", "red", "green"],
  shortWave: ["swir2", "nir", "red"],
  agriculture: ["swir1", "nir", "blue"],
};

/** The bands of a preset, or null where the scene lacks one of them. */
export function presetBands(bands: readonly Band[], preset: PresetName): number[] | null {
  const found = presetRoles[preset].map((role) => bandOfRole(bands, role));
  return found.every((band) => band !== null) ? (found as number[]) : null;
}

/** Formulas that everybody knows, over the bands that play these roles. */
const indexFormulas = {
  ndvi: { roles: ["nir", "red"], write: (nir, red) => `(${nir}-${red})/(${nir}+${red})` },
  ndwi: {
    roles: ["green", "nir"],
    write: (green, nir) => `(${green}-${nir})/(${green}+${nir})`,
  },
  ndbi: { roles: ["swir1", "nir"], write: (swir, nir) => `(${swir}-${nir})/(${swir}+${nir})` },
  nbr: { roles: ["nir", "swir2"], write: (nir, swir) => `(${nir}-${swir})/(${nir}+${swir})` },
} as const satisfies Record<
  string,
  { roles: readonly [Role, Role]; write: (one: string, other: string) => string }
>;
export type IndexName = keyof typeof indexFormulas;
export const indexNames = Object.keys(indexFormulas) as IndexName[];

/** The formula of a known index over a scene's bands, or null where it lacks one of them. */
export function indexFormula(bands: readonly Band[], name: IndexName): string | null {
  const { roles, write } = indexFormulas[name];
  const [one, other] = roles.map((role) => bandOfRole(bands, role));
  return one && other ? write(`b${one}`, `b${other}`) : null;
}

/** The stretch that a rule makes of a channel's statistics. */
export function stretchFrom(
  statistics: ChannelStatistics | undefined,
  name: Exclude<StretchName, "custom">,
): Stretch {
  if (!statistics) return { low: 0, high: 1 };
  const { min, max, mean, standardDeviation } = statistics;
  const [low, high] = {
    minmax: [min, max],
    percentile1: [statistics.p1, statistics.p99],
    percentile2: [statistics.p2, statistics.p98],
    deviation: [mean - 2 * standardDeviation, mean + 2 * standardDeviation],
  }[name] as [number, number];
  return high > low ? { low, high } : { low: min, high: max > min ? max : min + 1 };
}

/** The stretch of one band (1-based) by name. */
export function stretchOf(
  bands: readonly Band[],
  index: number,
  name: Exclude<StretchName, "custom">,
): Stretch {
  return stretchFrom(bands[index - 1], name);
}

/** What a scene looks like before anybody chose: true colour, else the first bands, 2-98 %. */
export function defaultRendering(scene: { bands: readonly Band[]; dtype: string }): BandRendering {
  const { bands } = scene;
  const chosen =
    presetBands(bands, "trueColour") ?? (bands.length >= 3 ? [1, 2, 3] : [bands[0]?.index ?? 1]);
  const mode = chosen.length === 3 ? "rgb" : "single";
  const stretches = chosen.map((index) => suggestedStretch(scene, { mode }, bands[index - 1]));
  return {
    mode,
    bands: chosen,
    stretches,
    gamma: 1,
    ramp: "grey",
  };
}

/** What a channel's stretch is before anybody chose. */
export function suggestedStretch(
  scene: { bands: readonly Band[]; dtype: string },
  rendering: Pick<BandRendering, "mode" | "formulas">,
  statistics: ChannelStatistics | undefined,
): Stretch {
  // Photographs in bytes are shown as they are: stretching them only adds contrast nobody asked for.
  const isPicture =
    scene.dtype === "uint8" &&
    scene.bands.length <= 4 &&
    rendering.mode === "rgb" &&
    !rendering.formulas;
  return isPicture ? { low: 0, high: 255 } : stretchFrom(statistics, "percentile2");
}

/**
 * Other bands under the same stretch rule; gamma and ramp stay. Of stretches by hand each stays with
 * its band; where all channels have the same one, as pictures in bytes do, the new bands get it too.
 */
export function withBands(
  rendering: BandRendering,
  bands: readonly Band[],
  chosen: number[],
  stretch: StretchName,
): BandRendering {
  const [first, ...others] = rendering.stretches;
  const shared =
    others.length > 0 && others.every((one) => one.low === first?.low && one.high === first.high)
      ? first
      : undefined;
  const stretches = chosen.map((index) => {
    if (stretch !== "custom") return stretchOf(bands, index, stretch);
    const kept = rendering.stretches[rendering.bands.indexOf(index)];
    return kept ?? shared ?? stretchOf(bands, index, "percentile2");
  });
  const { gamma, ramp } = rendering;
  return {
    mode: chosen.length === 3 ? "rgb" : "single",
    bands: chosen,
    stretches,
    gamma,
    ramp,
  };
}

/**
 * One formula with a ramp, or three as red, green and blue.
 *
 * @param statistics One per formula.
 * @throws FormulaError
 */
export function withFormulas(
  rendering: Pick<BandRendering, "gamma" | "ramp">,
  formulas: readonly string[],
  bandCount: number,
  statistics: readonly ChannelStatistics[],
  stretch: Exclude<StretchName, "custom">,
): BandRendering {
  const bands = formulas.flatMap((text) => bandsOfFormula(parseFormula(text, bandCount)));
  return {
    mode: formulas.length === 3 ? "rgb" : "single",
    bands: [...new Set(bands)].sort((one, other) => one - other),
    formulas: [...formulas],
    stretches: statistics.map((one) => stretchFrom(one, stretch)),
    gamma: rendering.gamma,
    ramp: rendering.ramp,
  };
}

/** Which named stretch a rendering has. */
export function stretchNameOf(rendering: BandRendering, bands: readonly Band[]): StretchName {
  return stretchNameBy(
    rendering.stretches,
    rendering.bands.map((index) => bands[index - 1]),
  );
}

/** Which rule made these stretches, of channels with these statistics. */
export function stretchNameBy(
  stretches: readonly Stretch[],
  channels: readonly (ChannelStatistics | undefined)[],
): StretchName {
  for (const name of ["percentile2", "percentile1", "minmax", "deviation"] as const) {
    const same = stretches.every((own, position) => {
      if (!channels[position]) return false;
      const named = stretchFrom(channels[position], name);
      return own.low === named.low && own.high === named.high;
    });
    if (same) return name;
  }
  return "custom";
}

/** Is a remembered rendering still possible for these bands? */
export function fitsScene(rendering: BandRendering, bandCount: number): boolean {
  const channels = rendering.mode === "rgb" ? 3 : 1;
  return (
    rendering.stretches.length === channels &&
    rendering.bands.every((band) => band >= 1 && band <= bandCount) &&
    (rendering.formulas
      ? rendering.formulas.length === channels && readFormulas(rendering) !== null
      : rendering.bands.length === channels)
  );
}

/** The parsed formulas of a rendering; null where one cannot be read or reads a band that is not listed. */
export function readFormulas(rendering: BandRendering) {
  try {
    const formulas = (rendering.formulas ?? []).map((text) => parseFormula(text));
    const listed = formulas.every((formula) =>
      bandsOfFormula(formula).every((band) => rendering.bands.includes(band)),
    );
    return listed ? formulas : null;
  } catch (thrown) {
    if (thrown instanceof FormulaError) return null;
    throw thrown;
  }
}

/**
 * What each channel computes from the values of one pixel.
 *
 * @param placeOf Where a band (1-based) lies among the values; default: its place in `bands`.
 */
export function channelFunctions(
  rendering: BandRendering,
  placeOf: (band: number) => number = (band) => rendering.bands.indexOf(band),
): ComputedFormula[] {
  const formulas = rendering.formulas ? (readFormulas(rendering) ?? []) : null;
  return (
    formulas?.map((formula) => compileFormula(formula, placeOf)) ??
    rendering.bands.map((band) => compileFormula({ kind: "band", band }, placeOf))
  );
}

/** One value under a stretch and gamma, 0 to 1: the same formula as the shader's. */
export function stretched(value: number, stretch: Stretch, gamma: number): number {
  const share = (value - stretch.low) / (stretch.high - stretch.low || 1);
  return Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)) ** (1 / gamma);
}

/** The colours of pixels: made once for a rendering, called with the values of its `bands`. */
export function pixelColours(rendering: BandRendering): (values: ArrayLike<number>) => Rgb {
  const channels = channelFunctions(rendering).map((compute, position) => {
    const stretch = rendering.stretches[position] ?? { low: 0, high: 1 };
    return (values: ArrayLike<number>) => stretched(compute(values, 0), stretch, rendering.gamma);
  });
  if (rendering.mode === "single") {
    return (values) => rampColour(rendering.ramp, channels[0]?.(values) ?? 0);
  }
  const [red, green, blue] = channels;
  const byte = (share: number | undefined) => Math.round((share ?? 0) * 255);
  return (values) => [byte(red?.(values)), byte(green?.(values)), byte(blue?.(values))];
}

/** The colour of a pixel whose `bands` have these values. */
export function pixelColour(values: readonly number[], rendering: BandRendering): Rgb {
  return pixelColours(rendering)(values);
}
