import type { OpinionSetting } from "./contracts/opinions";

/**
 * Steps whose multiples, taken modulo 1, fill the square most evenly: 1 / p and 1 / p² for the real
 * root p of p³ = p + 1 (M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
 */
const rowStep = 0.7548776662466927;
const colStep = 0.5698402909980532;
/** The golden ratio's, for seeds. */
const seedStep = 0.6180339887498949;

/**
 * How many people are asked for this tile. The chosen tiles lie evenly over the grid: every window
 * holds its share of them, and the same setting always chooses the same ones.
 */
export function opinionsWanted(setting: OpinionSetting, row: number, col: number): number {
  if (setting.opinions === 1 || setting.share <= 0) return 1;
  if (setting.share >= 1) return setting.opinions;
  const place = (row * rowStep + col * colStep + setting.seed * seedStep) % 1;
  return place < setting.share ? setting.opinions : 1;
}
