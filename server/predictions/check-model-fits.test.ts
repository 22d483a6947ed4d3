import { describe, expect, it } from "vitest";
import type { Band } from "@/lib/contracts/scenes";
import { checkModelFits } from "./check-model-fits";

const plain = { unit: null, scale: null, offset: null };
const seen = [
  { ...plain, low: 300, high: 3000 },
  { ...plain, low: 200, high: 4000 },
];
const recipe = { bands: [1, 2], bandNames: ["red", "nir"], low: [0, 0], high: [1, 1] };
const model = { name: "Fields", recipe: { ...recipe, dtype: "float32", seen } };

function scene(factor: number, words: Partial<Band> = {}) {
  const bands = seen.map(({ low, high }, place): Band => {
    const [p2, p98] = [low * factor, high * factor];
    return {
      index: place + 1,
      name: `Band ${place + 1}`,
      description: null,
      colour: null,
      min: p2,
      max: p98,
      mean: p2,
      standardDeviation: 1,
      p1: p2,
      p2,
      p50: p2,
      p98,
      p99: p98,
      validFraction: 1,
      histogram: { low: p2, high: p98, counts: [1] },
      ...words,
    };
  });
  return { name: "Delta", dtype: "float32", bandCount: 2, bands };
}

describe("checkModelFits", () => {
  it("takes scenes on the same scale, darker and brighter ones too", () => {
    for (const factor of [0.1, 1, 5]) checkModelFits(model, scene(factor));
  });

  it("refuses another unit or scale with a sentence", () => {
    expect(() => checkModelFits(model, scene(0.0001))).toThrow(
      '"Fields" learned from other numbers: the values of "Delta" are about 10000 times smaller.',
    );
    expect(() => checkModelFits(model, scene(255))).toThrow("250 times larger");
    const scaled = {
      ...model,
      recipe: { ...model.recipe, seen: seen.map((one) => ({ ...one, scale: 0.0001 })) },
    };
    expect(() => checkModelFits(scaled, scene(1, { scale: 0.01 }))).toThrow(
      'in steps of 0.0001; those of "Delta" are in steps of 0.01',
    );
  });

  it("takes models at their word that were made before this was kept", () => {
    checkModelFits({ ...model, recipe: { ...model.recipe, seen: undefined } }, scene(0.0001));
  });
});
