/** A place that somebody typed: in degrees, or in the map's own units. */
export type TypedPlace =
  | { kind: "lonLat"; lon: number; lat: number }
  | { kind: "map"; x: number; y: number };

const part =
  /([-+−]?\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*["″]\s*)?)?\s*([NSEW])?/iy;

type Part = { value: number; letter: string };

/**
 * Reads "34.71, -76.65" (latitude first, as people write it), "76.65° W 34.71° N",
 * `34°42'36"N, 76°39'0"W`, or two map coordinates, x first. Small numbers without letters are degrees
 * where the map knows any.
 */
export function parsePlace(text: string, hasLonLat: boolean): TypedPlace | null {
  const parts = partsOf(text.trim().slice(0, 100));
  const [one, other] = parts ?? [];
  if (!one || !other) return null;
  const letters = one.letter + other.letter;
  if (letters !== "") {
    if (!hasLonLat || !/^([NS][EW]|[EW][NS])$/.test(letters)) return null;
    const [lat, lon] = /[NS]/.test(one.letter) ? [one, other] : [other, one];
    return degrees(lon.value, lat.value);
  }
  const small = Math.abs(one.value) <= 90 && Math.abs(other.value) <= 180;
  if (hasLonLat && small) return degrees(other.value, one.value);
  return { kind: "map", x: one.value, y: other.value };
}

function degrees(lon: number, lat: number): TypedPlace | null {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 360 ? { kind: "lonLat", lon, lat } : null;
}

/** Exactly two numbers, parted by a comma, a semicolon or space; null: something else. */
function partsOf(text: string): Part[] | null {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    part.lastIndex = at;
    const match = part.exec(text);
    if (!match || parts.length === 2) return null;
    const [, whole = "", minutes = "0", seconds = "0", letter = ""] = match;
    const sign = /^[-−]/.test(whole) ? -1 : 1;
    const size =
      Math.abs(Number(whole.replace("−", "-"))) + Number(minutes) / 60 + Number(seconds) / 3600;
    const upper = letter.toUpperCase();
    parts.push({ value: sign * size * (/[SW]/.test(upper) ? -1 : 1), letter: upper });
    at = part.lastIndex;
    while (at < text.length && /[\s,;]/.test(text[at] ?? "")) at += 1;
  }
  return parts.length === 2 ? parts : null;
}
