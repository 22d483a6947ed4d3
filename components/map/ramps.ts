import { rampNameSchema } from "@/lib/contracts/views";

/** Colour ramps for one band or one number per tile, low to high, as evenly spaced sRGB stops. */
export const ramps = {
  grey: ["#000000", "#ffffff"],
  viridis: [
    "#440154",
    "#482878",
    "#3e4989",
    "#31688e",
    "#26828e",
    "#1f9e89",
    "#35b779",
    "#6ece58",
    "#b5de2b",
    "#fde725",
  ],
  magma: [
    "#000004",
    "#180f3d",
    "#440f76",
    "#721f81",
    "#9e2f7f",
    "#cd4071",
    "#f1605d",
    "#fd9668",
    "#feca8d",
    "#fcfdbf",
  ],
  vegetation: ["#8c510a", "#d8b365", "#f6e8c3", "#c7e9c0", "#74c476", "#238b45", "#00441b"],
} as const satisfies Record<(typeof rampNameSchema.options)[number], readonly string[]>;

export type RampName = keyof typeof ramps;
export const rampNames = rampNameSchema.options;

export type Rgb = readonly [number, number, number];

/** `#rrggbb` as three bytes. */
export function parseColour(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The ramp at `position` in [0, 1]. */
export function rampColour(name: RampName, position: number): Rgb {
  const stops = ramps[name];
  const place = Math.min(1, Math.max(0, position)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const share = place - index;
  const low = parseColour(stops[index] as string);
  const high = parseColour(stops[index + 1] as string);
  const mix = (one: number, other: number) => Math.round(one + (other - one) * share);
  return [mix(low[0], high[0]), mix(low[1], high[1]), mix(low[2], high[2])];
}

/** A CSS gradient of the ramp, for legends. */
export function rampGradient(name: RampName): string {
  return `linear-gradient(to right, ${ramps[name].join(", ")})`;
}
