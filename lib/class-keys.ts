/** Keys that the label workspace needs itself; a class with one of them is chosen by Shift + key. */
export const reservedKeys: readonly string[] = [
  ...["v", "d", "r", "l", "w", "e", "b"],
  ...["n", "u", "g", "f", "p", "z", "m"],
];

const rowsOfKeys = [..."1234567890qwertyuiopasdfghjklzxcvbnm"];

/** Digits, then letters along the keyboard; those that need Shift come last. */
const keyOrder = [
  ...rowsOfKeys.filter((key) => !reservedKeys.includes(key)),
  ...rowsOfKeys.filter((key) => reservedKeys.includes(key)),
];

/** The first key that no class has; null when all are taken. */
export function suggestKey(used: Iterable<string | null>): string | null {
  const taken = new Set(used);
  return keyOrder.find((key) => !taken.has(key)) ?? null;
}

/** What to press for a class, as it is shown: `A`, or `⇧B` where the workspace needs the key. */
export function keyText(key: string | null): string | undefined {
  if (key === null) return undefined;
  return reservedKeys.includes(key) ? `⇧${key.toUpperCase()}` : key.toUpperCase();
}
