/**
 * Line colours for runs and metrics: the set of Okabe and Ito (2008), which people with any common
 * colour blindness tell apart, darkened for white and lightened for dark ground so that a thin line
 * keeps a contrast of at least 3 : 1.
 */
const light = [
  "#0072b2",
  "#d55e00",
  "#00856a",
  "#b0568c",
  "#a86f00",
  "#3a8fc4",
  "#6b4fa0",
  "#5f6368",
] as const;
const dark = [
  "#56b4e9",
  "#f0853a",
  "#2fc49b",
  "#dd8fbd",
  "#e6b034",
  "#8fc7ff",
  "#ae94e6",
  "#b4bac2",
] as const;

/** Dashes tell lines apart once the colours begin again. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export interface LineStyle {
  colour: string;
  dash: number[];
}

export function lineStyle(index: number, theme: "light" | "dark"): LineStyle {
  const set = theme === "dark" ? dark : light;
  const round = Math.floor(index / set.length);
  return {
    colour: set[index % set.length] ?? set[0],
    dash: [...(dashes[round % dashes.length] ?? [])],
  };
}
