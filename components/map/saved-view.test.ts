import { describe, expect, it } from "vitest";
import type { Band } from "@/lib/contracts/scenes";
import type { BandRendering } from "@/lib/contracts/views";
import { renderingOfView } from "./saved-view";

function band(index: number, name: string): Band {
  const histogram = { low: 0, high: 1, counts: [1] };
  const common = { description: null, colour: null, min: 0, max: 100, mean: 50, p50: 50 };
  const spread = { standardDeviation: 10, p1: 1, p2: 2 * index, p98: 98, p99: 99 };
  return { index, name, ...common, ...spread, validFraction: 1, histogram };
}

const ndvi: BandRendering = {
  mode: "single",
  bands: [3, 4],
  formulas: ["(b4-b3)/(b4+b3)"],
  stretches: [{ low: -0.2, high: 0.9 }],
  gamma: 1,
  ramp: "vegetation",
};
const names = ["Red", "NIR"];

describe("a saved view", () => {
  it("finds its bands by name on another scene", () => {
    const bands = ["nir", "red", "green", "blue"].map((name, place) => band(place + 1, name));
    const view = { rendering: ndvi, stretchName: "percentile2", bandNames: names } as const;
    expect(renderingOfView({ ...view, bandNames: [...names] }, bands)).toEqual({
      ...ndvi,
      bands: [2, 1],
      formulas: ["(b1-b2)/(b1+b2)"],
    });
  });

  it("finds its stretch by its rule, unless it was set by hand", () => {
    const single: BandRendering = { ...ndvi, bands: [2] };
    delete single.formulas;
    const view = { rendering: single, bandNames: ["red"] };
    const bands = [band(1, "red"), band(2, "nir")];
    expect(renderingOfView({ ...view, stretchName: "percentile2" }, bands)).toMatchObject({
      bands: [1],
      stretches: [{ low: 2, high: 98 }],
    });
    expect(renderingOfView({ ...view, stretchName: "custom" }, bands)?.stretches).toEqual(
      single.stretches,
    );
  });

  it("does not fit a scene without its bands", () => {
    const view = { rendering: ndvi, stretchName: "custom", bandNames: [...names] } as const;
    expect(renderingOfView({ ...view, bandNames: [...names] }, [band(1, "pan")])).toBeNull();
  });
});
