/** Dark enough for white letters, far enough apart on a map: Paul Tol's muted set and Okabe-Ito. */
const personColours = [
  "#332288",
  "#117733",
  "#882255",
  "#aa4499",
  "#0072b2",
  "#b35806",
  "#8c510a",
  "#01665e",
  "#7a0177",
  "#b2182b",
] as const;

/** The colour of a person on maps and in lists: the same in every browser. */
export function personColour(userId: string): string {
  let hash = 0;
  for (const character of userId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return personColours[hash % personColours.length] as string;
}

/** One or two letters for a name: "Ada Lovelace" -> "AL", "王小明" -> "王". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
