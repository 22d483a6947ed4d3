const lastLayer = 999;
const mostLayers = 500;

/** "0-3, 11" for [0, 1, 2, 3, 11]; nothing for all. */
export function layersText(layers: readonly number[] | null): string {
  const sorted = [...new Set(layers ?? [])].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const layer of sorted) {
    const range = ranges.at(-1);
    if (range && range[1] === layer - 1) range[1] = layer;
    else ranges.push([layer, layer]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/** The numbers of "0-3, 11"; null for an empty text, which is all; undefined where it is no such text. */
export function parseLayers(text: string): number[] | null | undefined {
  const parts = text.split(/[\s,，、;]+/).filter((part) => part !== "");
  if (parts.length === 0) return null;
  const found = new Set<number>();
  for (const part of parts) {
    const match = /^(\d{1,3})(?:[-–](\d{1,3}))?$/.exec(part);
    if (!match) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from || to > lastLayer) return undefined;
    for (let layer = from; layer <= to; layer += 1) found.add(layer);
  }
  return found.size > mostLayers ? undefined : [...found].sort((a, b) => a - b);
}
