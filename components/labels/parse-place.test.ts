import { describe, expect, it } from "vitest";
import { parsePlace } from "./parse-place";

describe("a typed place", () => {
  it("is latitude and longitude where the numbers are small", () => {
    expect(parsePlace("34.71, -76.65", true)).toEqual({ kind: "lonLat", lat: 34.71, lon: -76.65 });
    expect(parsePlace(" 34.71 −76.65 ", true)).toEqual({ kind: "lonLat", lat: 34.71, lon: -76.65 });
  });

  it("may say which is which", () => {
    expect(parsePlace("76.5° W, 34.25° N", true)).toEqual({
      kind: "lonLat",
      lat: 34.25,
      lon: -76.5,
    });
    expect(parsePlace("34°42'36\"N 76°30'0\"W", true)).toEqual({
      kind: "lonLat",
      lat: expect.closeTo(34.71, 5),
      lon: -76.5,
    });
  });

  it("is in the map's units where the numbers are large, or the map knows no degrees", () => {
    expect(parsePlace("465670; 5079719.5", true)).toEqual({ kind: "map", x: 465670, y: 5079719.5 });
    expect(parsePlace("12 40", false)).toEqual({ kind: "map", x: 12, y: 40 });
  });

  it("is nothing else", () => {
    for (const text of ["", "34.7", "1 2 3", "here", "34.7 N 35 N", "95° N 10° E", "1e400 2"]) {
      expect(parsePlace(text, true)).toBeNull();
    }
    expect(parsePlace("34 N 76 W", false)).toBeNull();
  });
});
