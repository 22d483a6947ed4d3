import { describe, expect, it } from "vitest";
import { TileSelection } from "../tile-selection";
import { acceptanceOf, acceptedBytes, restOf } from "./the-rest";
import { listTiles, type TilePlanes, type TileQueue, wholeScene } from "./tile-queue";
import { WallGesture } from "./wall-gesture";
import { type WallCommand, wallCommandOf } from "./wall-keymap";
import {
  chipCorner,
  contentTop,
  gapPx,
  layOutWall,
  placeAt,
  placesInView,
  scrollTopOf,
  topToReveal,
  wholeEnd,
} from "./wall-layout";

const classes = [
  { id: "water", index: 0, key: "1" },
  { id: "forest", index: 1, key: "2" },
  { id: "beach", index: 2, key: "b" },
];
const planes: TilePlanes = {
  labels: Uint8Array.from([0, 1, 1, 2, 0, 0, 3, 0]),
  predicted: Uint8Array.from([1, 1, 2, 2, 2, 1, 1, 0]),
  confidence: Uint8Array.from([250, 200, 90, 255, 60, 61, 128, 0]),
  mine: null,
  authors: Uint8Array.from([0, 1, 2, 1, 0, 0, 2, 0]),
  // In review, returned to somebody and to oneself, accepted; two are flagged.
  statuses: Uint8Array.from([0, 2, 3, 4, 8, 10, 5, 0]),
};

function tilesOf(
  part: Partial<TileQueue>,
  known = planes,
  tileCount = 8,
  meantAs?: Uint8Array,
): number[] {
  const names = { classes, authorIds: ["ada", "bob"], ...(meantAs && { meantAs }) };
  return [...listTiles({ ...wholeScene, ...part }, known, names, tileCount)];
}

describe("a queue of tiles", () => {
  it("holds the whole scene in its order, but no cell without imagery", () => {
    expect(tilesOf({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(tilesOf({}, planes, 3)).toEqual([0, 1, 2]);
  });

  it("finds tiles by label, author, prediction and confidence", () => {
    expect(tilesOf({ label: "none" })).toEqual([0, 4, 5, 7]);
    expect(tilesOf({ label: "some" })).toEqual([1, 2, 3, 6]);
    expect(tilesOf({ label: "water" })).toEqual([1, 2]);
    expect(tilesOf({ label: "a class that is gone" })).toEqual([]);
    expect(tilesOf({ authorId: "bob" })).toEqual([2, 6]);
    expect(tilesOf({ authorId: "nobody we know" })).toEqual([]);
    expect(tilesOf({ predicted: "forest" })).toEqual([2, 3, 4]);
    expect(tilesOf({ predicted: "differs" })).toEqual([2, 6]);
    expect(tilesOf({ predicted: "agrees" })).toEqual([1, 3]);
    expect(tilesOf({ confidenceAtMost: 0.5 })).toEqual([2, 4, 5, 6]);
    expect(tilesOf({ label: "none", predicted: "water" })).toEqual([0, 5]);
  });

  it("finds tiles by where they stand", () => {
    expect(tilesOf({ standing: "flagged" })).toEqual([4, 5]);
    expect(tilesOf({ standing: "in_review" })).toEqual([1, 5]);
    expect(tilesOf({ standing: "returned" })).toEqual([2, 6]);
    expect(tilesOf({ standing: "accepted" })).toEqual([3]);
    expect(tilesOf({ standing: "flagged", label: "some" })).toEqual([]);
  });

  it("takes labels below a class of the model for that class", () => {
    const beachIsWater = Uint8Array.from([0, 1, 2, 1]);
    expect(tilesOf({ predicted: "differs" }, planes, 8, beachIsWater)).toEqual([2]);
    expect(tilesOf({ predicted: "agrees" }, planes, 8, beachIsWater)).toEqual([1, 3, 6]);
  });

  it("leaves tiles that the prediction says nothing about out of questions about it", () => {
    expect(tilesOf({ order: "unsure" })).toEqual([4, 5, 2, 6, 1, 0, 3]);
    expect(tilesOf({ order: "sure" })).toEqual([3, 0, 1, 6, 2, 5, 4]);
    expect(tilesOf({ order: "unsure" }, { ...planes, predicted: null })).toEqual([]);
    expect(tilesOf({ predicted: "water" }, { ...planes, predicted: null })).toEqual([]);
  });

  it("orders by class, ties as in the scene", () => {
    expect(tilesOf({ order: "class", label: "some" })).toEqual([1, 2, 3, 6]);
  });

  it("balances: next is always the class with the fewest labels so far", () => {
    // Two labels of water, one of forest: unlabelled 0 and 5 look like water, 4 like forest.
    expect(tilesOf({ order: "rare", label: "none" })).toEqual([4, 0, 5]);
  });

  it("shuffles by seed: the same again, another one otherwise, nothing lost", () => {
    const first = tilesOf({ order: "random", seed: 7 });
    expect(tilesOf({ order: "random", seed: 7 })).toEqual(first);
    expect(tilesOf({ order: "random", seed: 8 })).not.toEqual(first);
    expect([...first].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("orders a million tiles within a moment", () => {
    const count = 1_000_000;
    const many = {
      labels: new Uint8Array(count),
      predicted: Uint8Array.from({ length: count }, (_, cell) => (cell % 9) + 1),
      confidence: Uint8Array.from({ length: count }, (_, cell) => (cell * 31) % 256),
      mine: null,
      authors: null,
      statuses: new Uint8Array(count),
    };
    for (const order of ["unsure", "rare", "random"] as const) {
      const startMs = performance.now();
      expect(tilesOf({ order }, many, count)).toHaveLength(count);
      expect(performance.now() - startMs).toBeLessThan(3000);
    }
  });
});

describe("the rest of a wall", () => {
  const cells = Int32Array.from([4, 5, 2, 6]);
  const picked = new TileSelection();
  picked.toggle(5);

  it("is what was seen, less what is picked out or was relabelled", () => {
    expect(restOf(cells, 3, picked, new Set([2]))).toEqual([4]);
    expect(restOf(cells, 99, picked, new Set())).toEqual([4, 2, 6]);
  });

  it("gets the prediction where the wall is about one, and keeps its labels elsewhere", () => {
    const accept = (part: Partial<TileQueue>, told: Uint8Array | null = planes.predicted) =>
      acceptedBytes([4, 2], { ...wholeScene, ...part }, told);
    expect(accept({ order: "unsure" })).toEqual(Uint8Array.from([2, 2]));
    expect(accept({ label: "none" })).toEqual(Uint8Array.from([2, 2]));
    expect(accept({ label: "water" })).toBe("asTheyAre");
    expect(accept({ label: "none" }, null)).toBe("nothing");
    expect(acceptanceOf(wholeScene, true)).toBe("nothing");
  });
});

describe("the layout of a wall", () => {
  const view = { widthPx: 4 * (96 + gapPx) + gapPx, heightPx: 600 };

  it("puts as many across as fit and finds what is under a point", () => {
    const layout = layOutWall(10, view, 96);
    expect(layout).toMatchObject({ columns: 4, rows: 3 });
    for (const place of [0, 3, 4, 9]) {
      const { xPx, yPx } = chipCorner(layout, 0, place);
      expect(placeAt(layout, 0, { xPx: xPx + 1, yPx: yPx + 95 }, 10)).toBe(place);
    }
    const beyond = chipCorner(layout, 0, 11);
    expect(placeAt(layout, 0, { xPx: beyond.xPx + 1, yPx: beyond.yPx + 1 }, 10)).toBeNull();
  });

  it("reaches the last of a million chips with a scroll bar that browsers can hold", () => {
    const count = 1_000_000;
    const layout = layOutWall(count, view, 96);
    expect(layout.scrollPx).toBeLessThan(16_000_000);
    const end = contentTop(layout, layout.scrollPx - layout.viewPx);
    expect(placesInView(layout, end, count).end).toBe(count);
    expect(scrollTopOf(layout, end)).toBeCloseTo(layout.scrollPx - layout.viewPx, 3);
    expect(contentTop(layout, scrollTopOf(layout, 1_234_567))).toBeCloseTo(1_234_567, 3);
  });

  it("counts only whole chips as seen", () => {
    const layout = layOutWall(100, view, 96);
    expect(wholeEnd(layout, 0, 100)).toBe(5 * 4);
    expect(placesInView(layout, 0, 100).end).toBe(6 * 4);
    expect(wholeEnd(layout, layout.contentPx - layout.viewPx, 100)).toBe(100);
  });

  it("moves no further than a chip needs to be seen", () => {
    const layout = layOutWall(100, view, 96);
    expect(topToReveal(layout, 0, 5)).toBeNull();
    const top = topToReveal(layout, 0, 40) as number;
    expect(chipCorner(layout, top, 40).yPx + layout.pitchPx).toBe(layout.viewPx);
    expect(topToReveal(layout, 5000, 0)).toBe(0);
  });
});

describe("a gesture on the wall", () => {
  it("turns one over, takes a range, and puts a range back", () => {
    const gesture = new WallGesture();
    gesture.press(3, { shift: false }, null, false);
    expect(gesture.release()).toEqual({ from: 3, to: 3, picked: true });
    gesture.press(3, { shift: false }, 3, true);
    gesture.move(6);
    expect(gesture.release()).toEqual({ from: 3, to: 6, picked: false });
    gesture.press(9, { shift: true }, 3, true);
    expect(gesture.release()).toEqual({ from: 3, to: 9, picked: true });
    expect(gesture.release()).toBeNull();
  });
});

describe("keys on the wall", () => {
  const meaning = (key: string, keys: { shift?: boolean; ctrl?: boolean } = {}) =>
    wallCommandOf({ key, code: "", shift: false, ctrl: false, alt: false, ...keys }, classes);

  it("labels what is picked, and with Shift the rest", () => {
    expect(meaning("1")).toEqual({ do: "label", classId: "water" });
    expect(meaning("1", { shift: true })).toEqual({ do: "labelRest", classId: "water" });
    expect(meaning("b")).toBeNull();
    expect(meaning("B", { shift: true })).toEqual({ do: "label", classId: "beach" });
  });

  it("moves, extends, picks and accepts", () => {
    const step: WallCommand = { do: "move", chips: 1, rows: 0, screens: 0, extend: true };
    expect(meaning("ArrowRight", { shift: true })).toEqual(step);
    expect(meaning(" ")).toEqual({ do: "pick" });
    expect(meaning("Enter")).toEqual({ do: "accept", all: false });
    expect(meaning("Enter", { shift: true })).toEqual({ do: "accept", all: true });
    expect(meaning("a", { ctrl: true })).toEqual({ do: "pickAll" });
    expect(meaning("m")).toBeNull();
  });
});
