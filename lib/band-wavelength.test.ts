import { describe, expect, it } from "vitest";
import { bandWavelengths } from "./band-wavelength";
import type { Band } from "./contracts/scenes";

function bands(...named: Partial<Band>[]): Band[] {
  return named.map((one, place) => ({ index: place + 1, name: "", colour: null, ...one }) as Band);
}

describe("wavelengths of bands", () => {
  it("are those given, before any that names tell", () => {
    expect(bandWavelengths(bands({ name: "Red", wavelengthNm: 650.5 }))).toEqual([650.5]);
  });

  it("are told by Sentinel-2's names, not by Landsat's", () => {
    expect(bandWavelengths(bands({ name: "B02" }, { name: "B8A" }, { name: "B11" }))).toEqual([
      490, 865, 1610,
    ]);
    expect(bandWavelengths(bands({ name: "B4", colour: "red" }, { name: "B11" }))).toEqual([
      660,
      null,
    ]);
  });

  it("are unknown where nothing tells them", () => {
    expect(bandWavelengths(bands({ name: "Band 1" }, { name: "swir1" }))).toEqual([null, 1610]);
  });
});
