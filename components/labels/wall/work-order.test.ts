import { describe, expect, it } from "vitest";
import { nextTile, upcomingTiles } from "./work-order";

const cells = [7, 2, 5, 0];
const order = { cells, placeOf: (cell: number) => cells.indexOf(cell) };
const plane = Uint8Array.from([0, 1, 1, 0, 0, 0, 1, 0]);
const going = { tileCount: 8, onlyUnlabelled: false };
const seeking = { tileCount: 8, onlyUnlabelled: true };

describe("going on", () => {
  it("follows the order to its end", () => {
    expect(nextTile(order, plane, 7, 1, going)).toBe(2);
    expect(nextTile(order, plane, 2, -1, going)).toBe(7);
    expect(nextTile(order, plane, 0, 1, going)).toBeNull();
  });

  it("begins with the first from a tile that is not in the order", () => {
    expect(nextTile(order, plane, 3, 1, going)).toBe(7);
    expect(nextTile(order, plane, 3, -1, going)).toBe(0);
  });

  it("looks for unlabelled tiles of the order, going round at its end", () => {
    expect(nextTile(order, plane, 7, 1, seeking)).toBe(5);
    expect(nextTile(order, plane, 0, 1, seeking)).toBe(7);
    expect(nextTile(order, new Uint8Array(8).fill(1), 0, 1, seeking)).toBeNull();
  });

  it("goes as the scene lies without an order", () => {
    expect(nextTile(null, plane, 3, 1, going)).toBe(4);
    expect(nextTile(null, plane, 7, 1, going)).toBeNull();
    expect(nextTile(null, plane, 5, 1, seeking)).toBe(7);
  });
});

describe("what comes next", () => {
  it("is as many tiles as there are, none twice", () => {
    expect(upcomingTiles(order, plane, 7, 5, going)).toEqual([2, 5, 0]);
    expect(upcomingTiles(order, plane, 7, 5, seeking)).toEqual([5, 0]);
    expect(upcomingTiles(null, plane, 0, 5, going)).toEqual([1, 2, 3, 4, 5]);
    expect(upcomingTiles({ ...order, cells: [] }, plane, 0, 5, seeking)).toEqual([]);
  });
});
