interface Look {
  colour: string;
  key: string | null;
}

/** Colours that are told apart on a map, by most people. */
const palette = [
  "#2f6fb5",
  "#1f6b3a",
  "#e0b84c",
  "#8cc152",
  "#c8463f",
  "#a58b6f",
  "#4fb3a5",
  "#8a6bbf",
  "#e07a3f",
  "#d16ba5",
  "#5a5a5a",
  "#7fb2e5",
  "#b5d99c",
  "#f2d98b",
  "#8c2d2d",
  "#3c3c8c",
];
const keys = "1234567890abcdefghijklmnopqrstuvwxyz";
/** Golden angle: hues that follow each other lie far apart. */
const hueStep = 137.508;

/** A colour that no class has yet. */
export function nextColour(looks: readonly Look[]): string {
  const used = new Set(looks.map((look) => look.colour.toLowerCase()));
  const free = palette.find((colour) => !used.has(colour));
  if (free !== undefined) return free;
  for (let turn = looks.length; ; turn += 1) {
    const colour = toHex((turn * hueStep) % 360, 0.55, 0.35 + 0.3 * ((turn * 0.37) % 1));
    if (!used.has(colour)) return colour;
  }
}

/** A key that no class has yet, or null when all are taken. */
export function nextKey(looks: readonly Look[]): string | null {
  const used = new Set(looks.map((look) => look.key));
  return [...keys].find((key) => !used.has(key)) ?? null;
}

/** Hue in degrees, saturation and lightness 0..1, to #rrggbb. */
function toHex(hue: number, saturation: number, lightness: number): string {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const turn = (offset + hue / 30) % 12;
    const value = lightness - chroma * Math.max(-1, Math.min(turn - 3, 9 - turn, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
