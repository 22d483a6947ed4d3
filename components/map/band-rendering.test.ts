import { describe, expect, it } from "vitest";
import type { Band } from "@/lib/contracts/scenes";
import {
  defaultRendering,
  fitsScene,
  pixelColour,
  presetBands,
  stretched,
  stretchNameOf,
  stretchOf,
  withBands,
} from "./band-rendering";
import { needsOtherLayer, packTexture } from "./raster-layer";

function band(index: number, name: string, colour: string | null = null): Band {
  return {
    index,
    name,
    description: null,
    colour,
    min: 0,
    max: 10_000,
    mean: 1500,
    standardDeviation: 500,
    p1: 50,
    p2: 100 * index,
    p50: 1500,
    p98: 3000 + index,
    p99: 4000,
    validFraction: 1,
    histogram: { low: 0, high: 10_000, counts: [1, 2, 1] },
  };
}

const sentinel = ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"].map(
  (name, position) => band(position + 1, name),
);
const simulated = ["blue", "green", "red", "nir", "swir1", "swir2"].map((name, position) =>
  band(position + 1, name),
);

describe("presets", () => {
  it("find bands by Sentinel-2 numbers", () => {
    expect(presetBands(sentinel, "trueColour")).toEqual([4, 3, 2]);
    expect(presetBands(sentinel, "nearInfrared")).toEqual([8, 4, 3]);
    expect(presetBands(sentinel, "shortWave")).toEqual([11, 8, 4]);
  });

  it("find bands by words and by colour interpretation", () => {
    expect(presetBands(simulated, "trueColour")).toEqual([3, 2, 1]);
    expect(presetBands(simulated, "agriculture")).toEqual([5, 4, 1]);
    const odd = [band(1, "x", "blue"), band(2, "y", "green"), band(3, "z", "red")];
    expect(presetBands(odd, "trueColour")).toEqual([3, 2, 1]);
  });

  it("do not take a red edge for red, nor guess what is not there", () => {
    const edges = [band(1, "Blue"), band(2, "Green"), band(3, "Red edge 1"), band(4, "Red")];
    expect(presetBands(edges, "trueColour")).toEqual([4, 2, 1]);
    expect(presetBands(edges, "shortWave")).toBeNull();
  });
});

describe("the look of a scene", () => {
  it("starts with true colour between 2 and 98 %", () => {
    const look = defaultRendering({ bands: sentinel, dtype: "uint16" });
    expect(look).toMatchObject({ mode: "rgb", bands: [4, 3, 2], gamma: 1 });
    expect(look.stretches[0]).toEqual({ low: 400, high: 3004 });
    expect(stretchNameOf(look, sentinel)).toBe("percentile2");
  });

  it("shows pictures as they are and one band in grey", () => {
    const picture = [band(1, "Red", "red"), band(2, "Green", "green"), band(3, "Blue", "blue")];
    const look = defaultRendering({ bands: picture, dtype: "uint8" });
    expect(look.stretches).toEqual(Array.from({ length: 3 }, () => ({ low: 0, high: 255 })));
    expect(defaultRendering({ bands: [band(1, "height")], dtype: "float32" })).toMatchObject({
      mode: "single",
      bands: [1],
    });
  });

  it("keeps a stretch made by hand for bands that stay", () => {
    const look = defaultRendering({ bands: sentinel, dtype: "uint16" });
    const byHand = { ...look, stretches: look.stretches.with(0, { low: 7, high: 9 }) };
    expect(stretchNameOf(byHand, sentinel)).toBe("custom");
    const moved = withBands(byHand, sentinel, [8, 4, 3], "custom");
    expect(moved.stretches[1]).toEqual({ low: 7, high: 9 });
    expect(moved.stretches[0]).toEqual(stretchOf(sentinel, 8, "percentile2"));
  });

  it("of a picture as it is stays so under other bands, and back again", () => {
    const picture = ["red", "green", "blue", "nir"].map((name, place) => band(place + 1, name));
    const asItIs = defaultRendering({ bands: picture, dtype: "uint8" });
    const infrared = withBands(asItIs, picture, [4, 1, 2], "custom");
    expect(infrared.stretches).toEqual(Array(3).fill({ low: 0, high: 255 }));
    expect(withBands(infrared, picture, [1, 2, 3], "custom")).toEqual(asItIs);
  });

  it("never divides by nothing", () => {
    const flat = { ...band(1, "flat"), min: 5, max: 5, p2: 5, p98: 5 };
    const stretch = stretchOf([flat], 1, "percentile2");
    expect(stretch.high).toBeGreaterThan(stretch.low);
    expect(stretched(5, { low: 5, high: 5 }, 1)).toBe(0);
  });

  it("is forgotten when the scene has other bands", () => {
    const look = defaultRendering({ bands: sentinel, dtype: "uint16" });
    expect(fitsScene(look, 11)).toBe(true);
    expect(fitsScene(look, 3)).toBe(false);
  });
});

describe("pixels", () => {
  it("are stretched, clipped and bent by gamma", () => {
    expect(stretched(50, { low: 0, high: 100 }, 1)).toBe(0.5);
    expect(stretched(-5, { low: 0, high: 100 }, 1)).toBe(0);
    expect(stretched(25, { low: 0, high: 100 }, 2)).toBe(0.5);
    const look = {
      mode: "rgb" as const,
      bands: [1, 2, 3],
      stretches: [
        { low: 0, high: 100 },
        { low: 0, high: 200 },
        { low: 100, high: 0 },
      ],
      gamma: 1,
      ramp: "grey" as const,
    };
    expect(pixelColour([50, 50, 25], look)).toEqual([128, 64, 191]);
  });

  it("are packed as four channels, the last telling where imagery is", () => {
    const block = {
      pixels: Uint16Array.from([1, 2, 3, 4, 0, 0, 0, 0]),
      mask: null,
    };
    const packed = packTexture(block, 4, [4, 1, 2], { dtype: "uint16", nodata: 0 });
    expect(packed).toBeInstanceOf(Float32Array);
    expect(Array.from(packed)).toEqual([4, 1, 2, 1, 0, 0, 0, 0]);
    const bytes = packTexture(
      { pixels: Uint8Array.from([9, 8]), mask: Uint8Array.from([0, 1]) },
      1,
      [1],
      { dtype: "uint8", nodata: null },
    );
    expect(Array.from(bytes)).toEqual([9, 9, 9, 0, 8, 8, 8, 255]);
  });

  it("need other textures only for other bands", () => {
    const look = defaultRendering({ bands: sentinel, dtype: "uint16" });
    expect(needsOtherLayer(look, { ...look, gamma: 2 }, 8)).toBe(false);
    expect(needsOtherLayer(look, { ...look, bands: [8, 4, 3] }, 8)).toBe(true);
    // Few bands are all in the textures: the shader picks others.
    expect(needsOtherLayer(look, { ...look, bands: [4, 3, 2] }, 4)).toBe(false);
  });
});
