import { describe, expect, it } from "vitest";
import { cellsInPolygon, type GridPoint } from "./polygon-cells";

const point = (row: number, col: number): GridPoint => ({ row, col });

/** The reference: the winding number of one place, summed over the angles of all edges. */
function isAround(points: readonly GridPoint[], row: number, col: number): boolean {
  let angle = 0;
  for (let index = 0; index < points.length; index += 1) {
    const from = points[index] as GridPoint;
    const to = points[(index + 1) % points.length] as GridPoint;
    const [ax, ay] = [from.col - col, from.row - row];
    const [bx, by] = [to.col - col, to.row - row];
    angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.abs(angle) > Math.PI;
}

function reference(points: readonly GridPoint[], rows: number, cols: number): number[] {
  return Array.from({ length: rows * cols }, (_, cell) => cell).filter((cell) =>
    isAround(points, Math.floor(cell / cols) + 0.5, (cell % cols) + 0.5),
  );
}

describe("cellsInPolygon", () => {
  it("takes the tiles whose middles are inside", () => {
    const square = [point(0.6, 0.4), point(0.6, 2.6), point(2.6, 2.6), point(2.6, 0.4)];
    expect([...cellsInPolygon(square, { rows: 4, cols: 4 })]).toEqual([4, 5, 6, 8, 9, 10]);
  });

  it("does not mind where the line begins or which way it goes, and stays inside the grid", () => {
    const around = [point(-5, -5), point(-5, 9), point(9, 9), point(9, -5)];
    const all = Array.from({ length: 12 }, (_, cell) => cell);
    expect([...cellsInPolygon(around, { rows: 3, cols: 4 })]).toEqual(all);
    expect([...cellsInPolygon(around.toReversed(), { rows: 3, cols: 4 })]).toEqual(all);
  });

  it("finds nothing in a line, a point or nothing", () => {
    const size = { rows: 5, cols: 5 };
    expect(cellsInPolygon([], size)).toHaveLength(0);
    expect(cellsInPolygon([point(2, 2)], size)).toHaveLength(0);
    expect(cellsInPolygon([point(1, 1), point(4, 4)], size)).toHaveLength(0);
  });

  it("leaves no hole where a line goes round twice", () => {
    const once = [point(0, 0), point(0, 5), point(5, 5), point(5, 0)];
    expect(cellsInPolygon([...once, ...once], { rows: 5, cols: 5 })).toHaveLength(25);
  });

  it("agrees with the winding number of every tile for wild lines", () => {
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (let turn = 0; turn < 60; turn += 1) {
      const [rows, cols] = [3 + Math.floor(random() * 20), 3 + Math.floor(random() * 20)];
      const corners = 3 + Math.floor(random() * 12);
      const points = Array.from({ length: corners }, () =>
        point(random() * (rows + 8) - 4, random() * (cols + 8) - 4),
      );
      expect([...cellsInPolygon(points, { rows, cols })]).toEqual(reference(points, rows, cols));
    }
  });

  it("surrounds a million tiles within the time of a few frames", () => {
    const circle = Array.from({ length: 2000 }, (_, step) => {
      const angle = (step / 2000) * 2 * Math.PI;
      return point(600 + 570 * Math.sin(angle), 600 + 570 * Math.cos(angle));
    });
    const since = performance.now();
    const cells = cellsInPolygon(circle, { rows: 1200, cols: 1200 });
    const tookMs = performance.now() - since;
    expect(cells.length / (Math.PI * 570 ** 2)).toBeCloseTo(1, 3);
    // Some milliseconds on a quiet machine; the bound only tells rows from tile times edge.
    expect(tookMs).toBeLessThan(500);
  });
});
