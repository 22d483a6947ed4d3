import type { Band } from "@/lib/contracts/scenes";
import { type RampName, type Rgb, rampColour } from "./ramps";

/** Values that become black and white (or the ends of the ramp). */
export type Stretch = { low: number; high: number };

/** How pixels become colours. Bands count from 1; `stretches` has one entry per band of `bands`. */
export type BandRendering = {
  mode: "rgb" | "single";
  /** Three bands (red, green, blue) or one. */
  bands: number[];
  stretches: Stretch[];
  gamma: number;
  ramp: RampName;
};

export const stretchNames = ["percentile2", "percentile1", "minmax", "custom"] as const;
export type StretchName = (typeof stretchNames)[number];

export const presetNames = ["trueColour", "nearInfrared", "shortWave", "agriculture"] as const;
export type PresetName = (typeof presetNames)[number];

type Role = "blue" | "green" | "red" | "nir" | "swir1" | "swir2";

const presetRoles: Record<PresetName, readonly [Role, Role, Role]> = {
  trueColour: ["red", "green", "blue"],
  nearInfrared: ["nir", "red", "green"],
  shortWave: ["swir2", "nir", "red"],
  agriculture: ["swir1", "nir", "blue"],
};

/** Words in band names that tell the role. Sentinel-2 numbers: B02 B03 B04 B08 B11 B12. */
const rolePatterns: Record<Role, RegExp> = {
  blue: /^(blue|b|b0?2|.*\bblue\b.*)$/i,
  green: /^(green|g|b0?3|.*\bgreen\b.*)$/i,
  red: /^(red|r|b0?4|.*\bred\b(?!.?edge).*)$/i,
  nir: /^(nir|nir1|near.?infrared|b0?8|.*\bnir\b.*)$/i,
  swir1: /^(swir|swir.?1|swir.?16|b11|.*\bswir.?1\b.*)$/i,
  swir2: /^(swir.?2|swir.?22|b12|.*\bswir.?2\b.*)$/i,
};

/** The 1-based band that plays a role, told by its colour interpretation first, then its name. */
export function bandOfRole(bands: readonly Band[], role: Role): number | null {
  const byColour = bands.find((band) => band.colour?.toLowerCase() === role);
  if (byColour) return byColour.index;
  for (const text of [(band: Band) => band.name, (band: Band) => band.description ?? ""]) {
    const byName = bands.find((band) => rolePatterns[role].test(text(band).trim()));
    if (byName) return byName.index;
  }
  return null;
}

/** The bands of a preset, or null where the scene lacks one of them. */
export function presetBands(bands: readonly Band[], preset: PresetName): number[] | null {
  const found = presetRoles[preset].map((role) => bandOfRole(bands, role));
  return found.every((band) => band !== null) ? (found as number[]) : null;
}

/** The stretch of one band (1-based) by name. */
export function stretchOf(
  bands: readonly Band[],
  index: number,
  name: Exclude<StretchName, "custom">,
): Stretch {
  const band = bands[index - 1];
  if (!band) return { low: 0, high: 1 };
  const [low, high] =
    name === "minmax"
      ? [band.min, band.max]
      : name === "percentile1"
        ? [band.p1, band.p99]
        : [band.p2, band.p98];
  return high > low ? { low, high } : { low: band.min, high: Math.max(band.max, band.min + 1) };
}

/** What a scene looks like before anybody chose: true colour, else the first bands, 2-98 %. */
export function defaultRendering(scene: { bands: readonly Band[]; dtype: string }): BandRendering {
  const { bands } = scene;
  const chosen =
    presetBands(bands, "trueColour") ?? (bands.length >= 3 ? [1, 2, 3] : [bands[0]?.index ?? 1]);
  // Photographs in bytes are shown as they are: stretching them only adds contrast nobody asked for.
  const isPicture = scene.dtype === "uint8" && bands.length <= 4 && chosen.length === 3;
  const stretches = chosen.map((index) =>
    isPicture ? { low: 0, high: 255 } : stretchOf(bands, index, "percentile2"),
  );
  return {
    mode: chosen.length === 3 ? "rgb" : "single",
    bands: chosen,
    stretches,
    gamma: 1,
    ramp: "grey",
  };
}

/** Other bands under the same stretch rule; gamma and ramp stay. */
export function withBands(
  rendering: BandRendering,
  bands: readonly Band[],
  chosen: number[],
  stretch: StretchName,
): BandRendering {
  const stretches = chosen.map((index, position) => {
    const kept =
      rendering.stretches[rendering.bands.indexOf(index)] ?? rendering.stretches[position];
    if (stretch !== "custom") return stretchOf(bands, index, stretch);
    return rendering.bands.includes(index) && kept ? kept : stretchOf(bands, index, "percentile2");
  });
  return { ...rendering, mode: chosen.length === 3 ? "rgb" : "single", bands: chosen, stretches };
}

/** Which named stretch a rendering has. */
export function stretchNameOf(rendering: BandRendering, bands: readonly Band[]): StretchName {
  for (const name of ["percentile2", "percentile1", "minmax"] as const) {
    const same = rendering.bands.every((index, position) => {
      const named = stretchOf(bands, index, name);
      const own = rendering.stretches[position];
      return own?.low === named.low && own.high === named.high;
    });
    if (same) return name;
  }
  return "custom";
}

/** Is a remembered rendering still possible for these bands? */
export function fitsScene(rendering: BandRendering, bandCount: number): boolean {
  return (
    rendering.bands.length === (rendering.mode === "rgb" ? 3 : 1) &&
    rendering.stretches.length === rendering.bands.length &&
    rendering.bands.every((band) => band >= 1 && band <= bandCount)
  );
}

/** One value under a stretch and gamma, 0 to 1: the same formula as the shader's. */
export function stretched(value: number, stretch: Stretch, gamma: number): number {
  const share = (value - stretch.low) / (stretch.high - stretch.low || 1);
  return Math.min(1, Math.max(0, share)) ** (1 / gamma);
}

/** The colour of a pixel whose chosen bands have these values. */
export function pixelColour(values: readonly number[], rendering: BandRendering): Rgb {
  const parts = rendering.bands.map((_, position) =>
    stretched(
      values[position] ?? 0,
      rendering.stretches[position] ?? { low: 0, high: 1 },
      rendering.gamma,
    ),
  );
  if (rendering.mode === "single") return rampColour(rendering.ramp, parts[0] ?? 0);
  return [
    Math.round((parts[0] ?? 0) * 255),
    Math.round((parts[1] ?? 0) * 255),
    Math.round((parts[2] ?? 0) * 255),
  ];
}
