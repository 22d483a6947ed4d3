import { describe, expect, it } from "vitest";
import { oneOpinion } from "./contracts/opinions";
import { opinionsWanted } from "./opinions-wanted";

const side = 200;

function chosen(share: number, seed: number, rows = [0, side], cols = [0, side]): number {
  let count = 0;
  for (let row = rows[0] as number; row < (rows[1] as number); row += 1) {
    for (let col = cols[0] as number; col < (cols[1] as number); col += 1) {
      count += opinionsWanted({ ...oneOpinion, opinions: 3, share, seed }, row, col) > 1 ? 1 : 0;
    }
  }
  return count;
}

describe("which tiles are asked several times", () => {
  it("are all, none, or the share", () => {
    expect(opinionsWanted({ ...oneOpinion, opinions: 5 }, 3, 4)).toBe(5);
    expect(opinionsWanted({ ...oneOpinion, opinions: 5, share: 0 }, 3, 4)).toBe(1);
    expect(opinionsWanted({ ...oneOpinion, share: 0.5 }, 0, 0)).toBe(1);
    for (const share of [0.05, 0.1, 0.37, 0.5, 0.9]) {
      expect(chosen(share, 1) / side ** 2).toBeCloseTo(share, 2);
    }
  });

  it("lie evenly: every window of 20 by 20 holds its share, give or take a few", () => {
    for (const share of [0.1, 0.25, 0.5]) {
      for (let row = 0; row < side; row += 20) {
        for (let col = 0; col < side; col += 20) {
          const count = chosen(share, 7, [row, row + 20], [col, col + 20]);
          expect(Math.abs(count - share * 400)).toBeLessThanOrEqual(8);
        }
      }
    }
  });

  it("stay the same for one seed and change with another", () => {
    const places = (seed: number) =>
      Array.from({ length: 50 }, (_, col) =>
        opinionsWanted({ ...oneOpinion, opinions: 2, share: 0.3, seed }, 5, col),
      ).join("");
    expect(places(3)).toBe(places(3));
    expect(places(3)).not.toBe(places(4));
  });
});
