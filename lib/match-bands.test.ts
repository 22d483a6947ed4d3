import { expect, test } from "vitest";
import type { BandRecipe } from "./contracts/run-spec";
import type { Band } from "./contracts/scenes";
import { matchBands } from "./match-bands";

function bandsOf(...bands: [name: string, colour: string | null][]): Band[] {
  return bands.map(([name, colour], place) => ({
    index: place + 1,
    name,
    colour,
    description: null,
    min: 0,
    max: 255,
    mean: 0,
    standardDeviation: 1,
    p1: 0,
    p2: 0,
    p50: 0,
    p98: 255,
    p99: 255,
    validFraction: 1,
    histogram: { low: 0, high: 255, counts: [] },
  }));
}

function recipeOf(bands: number[], bandNames: string[]): BandRecipe {
  return { bands, bandNames, low: bands.map(() => 0), high: bands.map(() => 255), dtype: "uint8" };
}

test("a model of red, green and blue finds them in a Sentinel-2 scene", () => {
  const scene = bandsOf(["B01", null], ["B02", "blue"], ["B03", "green"], ["B04", "red"]);
  expect(matchBands(recipeOf([1, 2, 3], ["Red", "Green", "Blue"]), scene).bands).toEqual([4, 3, 2]);
});

test("bands of the same name stay where they are, also when a colour lies elsewhere", () => {
  const scene = bandsOf(["Red", "green"], ["Green", "red"]);
  expect(matchBands(recipeOf([1, 2], ["Red", "Green"]), scene).bands).toEqual([1, 2]);
});

test("a band that moved is found by its name", () => {
  const scene = bandsOf(["B04", null], ["B03", null]);
  expect(matchBands(recipeOf([4, 3], ["B04", "B03"]), scene).bands).toEqual([1, 2]);
});

test("bands that nothing tells apart keep their numbers", () => {
  const scene = bandsOf(["Band 1", null], ["Band 2", null]);
  expect(matchBands(recipeOf([2, 1], ["x", ""]), scene).bands).toEqual([2, 1]);
});
