import { type StandardClass, standardClasses } from "./standard-classes";

/** Wong and Tol, ordered so that neighbours differ most; safe for the common colour blindnesses. */
export const safeColours: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#d55e00",
  "#56b4e9",
  "#f0e442",
  "#882255",
  "#44aa99",
  "#332288",
  "#999933",
  "#cc6677",
  "#117733",
  "#88ccee",
  "#aa4499",
  "#ddcc77",
];

/** All colours to choose from in a picker: the standard ones first. */
export const pickerColours: readonly string[] = [
  ...new Set([...standardClasses.slice(0, 11).map((one) => one.colour), ...safeColours]),
].concat("#555555", "#888888", "#ffffff", "#4a2c17", "#7f5539");

function normalise(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}

function singular(words: string): string {
  return words.replace(/([^s])s(?= |$)/g, "$1");
}

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/** The standard class that a name means; of several the one with the longest match. */
export function findStandardClass(
  name: string,
): { colour: string; source: StandardClass["source"] } | null {
  const text = normalise(name);
  if (text === "") return null;
  const padded = ` ${singular(text)} `;
  let best: StandardClass | null = null;
  let bestLength = 0;
  for (const standard of standardClasses) {
    for (const alias of standard.names) {
      const fits = hasHan(alias) ? text.includes(alias) : padded.includes(` ${singular(alias)} `);
      if (fits && alias.length > bestLength) {
        best = standard;
        bestLength = alias.length;
      }
    }
  }
  return best && { colour: best.colour, source: best.source };
}

/** Shares of white (positive) or black (negative) that are mixed into a colour that is taken. */
const shades = [0.45, -0.45, 0.7];

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

/** Too close to be told apart on a map: the reds of WorldCover's and CORINE's towns, for one. */
function areAlike(one: string, other: string): boolean {
  const others = channelsOf(other);
  return channelsOf(one).every((value, place) => Math.abs(value - (others[place] ?? 0)) < 16);
}

/** The colour with a share of white or black mixed into it: a river beside a lake stays blue. */
function shadeOf(colour: string, share: number): string {
  const target = share > 0 ? 255 : 0;
  const mixed = channelsOf(colour).map((one) => Math.round(one + (target - one) * Math.abs(share)));
  return `#${mixed.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

/** A colour for a class of this name that no other class has; `used` are the others' colours. */
export function suggestColour(name: string, used: Iterable<string> = []): string {
  const taken = new Set(Array.from(used, (colour) => colour.toLowerCase()));
  const standard = findStandardClass(name);
  if (standard) {
    const { colour } = standard;
    const kin = [colour, ...shades.map((share) => shadeOf(colour, share))];
    const free = kin.find((one) => ![...taken].some((other) => areAlike(one, other)));
    if (free) return free;
  }
  const free = safeColours.find((colour) => !taken.has(colour));
  if (free) return free;
  // More classes than the set holds: walk the hue circle by the golden angle.
  for (let step = 0; ; step += 1) {
    const colour = hslToHex((step * 137.508) % 360, 0.55, 0.4 + 0.15 * (step % 3));
    if (!taken.has(colour)) return colour;
  }
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
