import { describe, expect, it } from "vitest";
import type { Band } from "@/lib/contracts/scenes";
import { indexFormula, presetBands } from "./band-rendering";
import { bandOfName, bandOfRole } from "./band-roles";

function bandsOf(...names: (string | [name: string, wavelengthNm: number])[]): Band[] {
  return names.map((given, place) => {
    const [name, wavelengthNm] = typeof given === "string" ? [given, null] : given;
    return {
      ...{ index: place + 1, name, description: null, colour: null, wavelengthNm },
      ...{ min: 0, max: 1, mean: 0.5, standardDeviation: 0.1, p1: 0, p2: 0, p50: 0.5 },
      ...{ p98: 1, p99: 1, validFraction: 1, histogram: { low: 0, high: 1, counts: [1] } },
    };
  });
}

const roles = ["blue", "green", "red", "nir", "swir1", "swir2"] as const;
const rolesOf = (bands: Band[]) => roles.map((role) => bandOfRole(bands, role));

describe("what a band is used for", () => {
  it("is told by its name, whatever its case and separators", () => {
    const ways = [
      ["BLUE", "Green", "red", "Near-Infrared", "SWIR_1", "Swir 2"],
      ["b02", "B3", "Band 04", "band_08", "B11", "B12"],
      ["B2", "B3", "B4", "b8", "B11", "B12"],
      ["Blue (490 nm)", "green-band", "Red.665", "near_infra_red", "swir16", "SWIR-22"],
      ["蓝", "绿波段", "红", "近红外", "短波红外1", "短波红外 2"],
      ["B", "G", "R", "NIR", "Short-wave infrared 1", "short wave infrared 2"],
    ];
    for (const names of ways)
      expect([names, rolesOf(bandsOf(...names))]).toEqual([names, [1, 2, 3, 4, 5, 6]]);
  });

  it("is never a red edge, coastal blue or water vapour", () => {
    const earthSearch = bandsOf(
      ...["coastal", "blue", "green", "red", "rededge1", "rededge2", "nir09"],
      ...["nir", "nir08", "swir16", "swir22"],
    );
    expect(rolesOf(earthSearch)).toEqual([2, 3, 4, 8, 10, 11]);
    const others = bandsOf("Coastal Blue", "Red-Edge", "red edge 2", "NIR09", "红边", "海岸蓝");
    expect(rolesOf(others)).toEqual([null, null, null, null, null, null]);
  });

  it("is the narrow near infrared where there is no wide one", () => {
    expect(bandOfRole(bandsOf("B02", "B03", "B04", "B8A"), "nir")).toBe(4);
    expect(bandOfRole(bandsOf("red", "nir08"), "nir")).toBe(2);
    expect(bandOfRole(bandsOf("B04", "B8A", "B08"), "nir")).toBe(3);
    expect(bandOfRole(bandsOf("narrow NIR", "NIR"), "nir")).toBe(2);
  });

  it("follows Landsat's own numbers, old and new", () => {
    const eight = bandsOf(...[1, 2, 3, 4, 5, 6, 7].map((number) => `SR_B${number}`));
    expect(rolesOf(eight)).toEqual([2, 3, 4, 5, 6, 7]);
    const whole = Array.from({ length: 11 }, (_, place) => `B${place + 1}`);
    expect(rolesOf(bandsOf(...whole))).toEqual([2, 3, 4, 5, 6, 7]);
    const seven = bandsOf(...[1, 2, 3, 4, 5, 7].map((number) => `SR_B${number}`));
    expect(rolesOf(seven)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("is not read from mere counting", () => {
    for (const name of ["Band ", "band_", "B"]) {
      const counted = bandsOf(...[1, 2, 3, 4].map((number) => `${name}${number}`));
      expect([name, rolesOf(counted)]).toEqual([name, [null, null, null, null, null, null]]);
    }
  });

  it("is told by wavelengths before numbers, and not guessed", () => {
    const landsat = bandsOf(["B1", 443], ["B2", 482], ["B3", 561], ["B4", 655], ["B5", 865]);
    expect(rolesOf(landsat)).toEqual([2, 3, 4, 5, null, null]);
    expect(rolesOf(bandsOf("height", "slope"))).toEqual([null, null, null, null, null, null]);
  });

  it("gives the composites and indices of such scenes", () => {
    const bands = bandsOf("Blue", "Green", "Red", "Near-Infrared", "SWIR 1", "SWIR 2");
    expect(presetBands(bands, "nearInfrared")).toEqual([4, 3, 2]);
    expect(presetBands(bands, "shortWave")).toEqual([6, 4, 3]);
    expect(presetBands(bands, "agriculture")).toEqual([5, 4, 1]);
    expect(indexFormula(bands, "ndvi")).toBe("(b4-b3)/(b4+b3)");
  });
});

describe("a band of another scene", () => {
  it("is found by its name in another notation, else by what it is used for", () => {
    const bands = bandsOf("b4", "near infrared", "B11");
    expect(bandOfName(bands, "B04")).toBe(1);
    expect(bandOfName(bands, "NIR")).toBe(2);
    expect(bandOfName(bands, "B08")).toBe(2);
    expect(bandOfName(bands, "swir16")).toBe(3);
    expect(bandOfName(bands, "B5")).toBeNull();
    expect(bandOfName(bands, "pan")).toBeNull();
  });
});
