import type { Band } from "@/lib/contracts/scenes";

/** What a band is used for in combinations that everybody knows. */
export type Role = "blue" | "green" | "red" | "nir" | "swir1" | "swir2";

/**
 * Words that tell the role, the surest first, in names whose separators became one space: common names
 * of STAC (nir, nir08, swir16), words of sensors' handbooks, and Chinese. Water vapour (nir09), coastal
 * blue and red edges are something else.
 */
const roleWords: Record<Role, readonly RegExp[]> = {
  blue: [/^(blue|b)$/, /^(?!.*coastal).*\bblue\b/, /^(?!.*海岸).*蓝/],
  green: [/^(green|g)$/, /\bgreen\b/, /绿/],
  red: [/^(red|r)$/, /\bred\b(?! ?edge)/, /^(?!.*红边)(?!.*红外).*红/],
  nir: [
    /^(nir|nir ?1|n)$/,
    /^(?!.*narrow).*(\bnear ?infra ?red\b|\bnir(?! ?0?9)(?! ?0?8)(?! ?2)\b)/,
    /\b(nir ?0?8|nir ?8a|nir ?2|near ?infra ?red|nir)\b(?! ?0?9)/,
    /近红外/,
  ],
  swir1: [
    /^(swir|swir ?1|swir ?16|s ?1)$/,
    /\bswir ?(1|16)\b/,
    /\bshort ?wave ?infra ?red(?: ?1)?$/,
    /短波红外( ?1)?$/,
  ],
  swir2: [
    /^(swir ?2|swir ?22|s ?2)$/,
    /\bswir ?(2|22)\b/,
    /\bshort ?wave ?infra ?red ?2$/,
    /短波红外 ?2$/,
  ],
};

/** Centres of the roles and how far from them a band may lie, nm. */
const roleWavelengths: Record<Role, readonly [centre: number, within: number]> = {
  blue: [485, 35],
  green: [560, 40],
  red: [660, 30],
  nir: [842, 80],
  swir1: [1610, 100],
  swir2: [2190, 140],
};

const sentinel2: Record<Role, readonly string[]> = {
  blue: ["b2"],
  green: ["b3"],
  red: ["b4"],
  nir: ["b8", "b8a"],
  swir1: ["b11"],
  swir2: ["b12"],
};
const landsat8: typeof sentinel2 = {
  ...sentinel2,
  nir: ["b5"],
  swir1: ["b6"],
  swir2: ["b7"],
};
const landsat7: typeof sentinel2 = {
  blue: ["b1"],
  green: ["b2"],
  red: ["b3"],
  nir: ["b4"],
  swir1: ["b5"],
  swir2: ["b7"],
};

/** "Near-Infrared_1" as "near infrared 1". */
function wordsOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** "B08", "band_08", "SR_B8" and "b8" are one number; "" for names that are none. "Band 8" only counts. */
function numberOf(text: string): string {
  const words = wordsOf(text);
  const found =
    /^(?:(?:sr ?)?b ?0*|band ?0)(\d+)( ?a)?$/.exec(words) ?? /^band ?(8)( ?a)$/.exec(words);
  return found ? `b${found[1]}${found[2] ? "a" : ""}` : "";
}

/**
 * Whose numbers are these? Sentinel-2's end at 12 and have 8A or a leading zero; Landsat's go on
 * without a gap to 7, or leave out 6 (up to Landsat 7). A few numbers from 1 on are anybody's.
 */
function numbersOf(names: readonly string[]): typeof sentinel2 | null {
  const numbers = new Set(names.map(numberOf));
  const isPadded = names.some((name) => /^(b|band[ _-]?)0\d$/i.test(name.trim()));
  if (isPadded || numbers.has("b8a") || numbers.has("b12")) return sentinel2;
  if (numbers.has("b1") && numbers.has("b5") && numbers.has("b7")) {
    return numbers.has("b6") ? landsat8 : landsat7;
  }
  return numbers.has("b1") && !numbers.has("b8") ? null : sentinel2;
}

/**
 * The 1-based band that plays a role: told by its colour interpretation first, then by words in its
 * name or description, by its wavelength, and last by its sensor's numbers.
 */
export function bandOfRole(bands: readonly Band[], role: Role): number | null {
  const byColour = bands.find((band) => band.colour?.toLowerCase() === role);
  return (
    (byColour ?? byWords(bands, role) ?? byWavelength(bands, role) ?? byNumber(bands, role))
      ?.index ?? null
  );
}

function byWords(bands: readonly Band[], role: Role): Band | undefined {
  for (const textOf of [(band: Band) => band.name, (band: Band) => band.description ?? ""]) {
    for (const pattern of roleWords[role]) {
      const found = bands.find((band) => pattern.test(wordsOf(textOf(band))));
      if (found) return found;
    }
  }
  return undefined;
}

function byWavelength(bands: readonly Band[], role: Role): Band | undefined {
  const [centre, within] = roleWavelengths[role];
  const distance = (band: Band) =>
    Math.abs((band.wavelengthNm ?? Number.POSITIVE_INFINITY) - centre);
  return bands
    .filter((band) => distance(band) <= within)
    .sort((one, other) => distance(one) - distance(other))[0];
}

function byNumber(bands: readonly Band[], role: Role): Band | undefined {
  for (const textOf of [(band: Band) => band.name, (band: Band) => band.description ?? ""]) {
    for (const number of numbersOf(bands.map(textOf))?.[role] ?? []) {
      const found = bands.find((band) => numberOf(textOf(band)) === number);
      if (found) return found;
    }
  }
  return undefined;
}

/** What a name alone says. Numbers alone say it only where Sentinel-2's way to write them is plain. */
function roleOfName(name: string): Role | null {
  const roles = Object.keys(roleWords) as Role[];
  const words = wordsOf(name);
  const told = roles.find((role) => roleWords[role].some((pattern) => pattern.test(words)));
  if (told) return told;
  const isSentinel2 = /^b(0\d|8a|11|12)$/i.test(name.trim());
  return (isSentinel2 && roles.find((role) => sentinel2[role].includes(numberOf(name)))) || null;
}

/**
 * The band (1-based) that a name of another scene means: the same name, however it is written, else
 * the band that plays the part which the name tells.
 */
export function bandOfName(bands: readonly Band[], name: string): number | null {
  const words = wordsOf(name);
  const number = numberOf(name);
  const same =
    bands.find((band) => wordsOf(band.name) === words) ??
    bands.find((band) => number !== "" && numberOf(band.name) === number);
  if (same) return same.index;
  const role = roleOfName(name);
  return role && bandOfRole(bands, role);
}

/** Is this band called so, however it is written? */
export function isBandName(band: Band | undefined, name: string): boolean {
  if (!band) return false;
  const number = numberOf(name);
  return wordsOf(band.name) === wordsOf(name) || (number !== "" && numberOf(band.name) === number);
}
